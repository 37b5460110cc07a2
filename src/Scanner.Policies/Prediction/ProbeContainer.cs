using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.Core.Admission.Probes;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Matching;

namespace Scanner.Policies.Prediction;

/// <summary>The container that a probe adds, and the pod of its regular control.</summary>
internal static class ProbeContainer
{
    public static JsonElement Of(ProbeProfile profile, string image)
    {
        using var patch = JsonDocument.Parse(ProbeManifest.EphemeralContainerPatch(profile, ProbeNames.Any, image));
        return MatchReader.Items(MatchReader.Child(patch.RootElement, "spec"), "ephemeralContainers").First().Clone();
    }

    /// <summary>The pod before its container is put in, with what the server fills in.</summary>
    public static JsonElement BarePod(string space)
    {
        var pod = JsonNode.Parse(
            """
            {"apiVersion":"v1","kind":"Pod","metadata":{},
             "spec":{"automountServiceAccountToken":false,"restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst",
              "serviceAccountName":"default","serviceAccount":"default","securityContext":{},"schedulerName":"default-scheduler","enableServiceLinks":true,"containers":[]}}
            """)!;
        pod["metadata"]!["name"] = ProbeNames.Any;
        pod["metadata"]!["namespace"] = space;
        return JsonValues.ToElement(pod);
    }
}
