using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.Core.Cluster;

namespace Scanner.Policies.Requests;

/// <summary>
/// A running pod that complies with what policies usually ask: the Restricted standard, requests and limits, probes, labels, no token. Its
/// fields have the defaults that the API server fills in before admission.
/// </summary>
public static class MadeUpPod
{
    private const string Text = """
        {"apiVersion":"v1","kind":"Pod",
         "metadata":{"name":"web","namespace":"default","uid":"6f2c1c0e-7a55-4c58-9f0e-2f6a3c1d9b10","resourceVersion":"1000",
                     "creationTimestamp":"2026-01-01T00:00:00Z","labels":{"app":"a","app.kubernetes.io/name":"a","team":"t"}},
         "spec":{
          "restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst","serviceAccountName":"default","serviceAccount":"default",
          "automountServiceAccountToken":false,"schedulerName":"default-scheduler","enableServiceLinks":true,"preemptionPolicy":"PreemptLowerPriority","priority":0,
          "securityContext":{"runAsNonRoot":true,"runAsUser":1500,"runAsGroup":1500,"fsGroup":1500,"supplementalGroups":[150],"seccompProfile":{"type":"RuntimeDefault"}},
          "tolerations":[
           {"key":"node.kubernetes.io/not-ready","operator":"Exists","effect":"NoExecute","tolerationSeconds":300},
           {"key":"node.kubernetes.io/unreachable","operator":"Exists","effect":"NoExecute","tolerationSeconds":300}],
          "containers":[{
           "name":"x","image":"ghcr.io/acme/app:1.2.3","imagePullPolicy":"Always","terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File",
           "resources":{"requests":{"cpu":"100m","memory":"64Mi","ephemeral-storage":"1Gi"},"limits":{"cpu":"100m","memory":"64Mi","ephemeral-storage":"1Gi"}},
           "livenessProbe":{"tcpSocket":{"port":80},"timeoutSeconds":1,"periodSeconds":10,"successThreshold":1,"failureThreshold":3},
           "readinessProbe":{"tcpSocket":{"port":81},"timeoutSeconds":1,"periodSeconds":10,"successThreshold":1,"failureThreshold":3},
           "securityContext":{"privileged":false,"allowPrivilegeEscalation":false,"runAsNonRoot":true,"runAsUser":1500,"runAsGroup":1500,
            "readOnlyRootFilesystem":true,"capabilities":{"drop":["ALL"]},"seccompProfile":{"type":"RuntimeDefault"}}}]},
         "status":{"phase":"Running","qosClass":"Guaranteed"}}
        """;

    private static readonly JsonElement s_pod = Parse(Text);

    /// <summary>Those that policies usually ask for.</summary>
    public static ImmutableDictionary<string, string> Labels { get; } = AdmissionRequest.LabelsOf(s_pod).ToImmutableDictionary();

    public static JsonElement In(string space) => Make(space, null, null);

    /// <param name="like">A pod of the namespace, whose name and labels it takes.</param>
    public static JsonElement In(string space, LabelledPod like) => Make(space, like.Name, like.Labels.ToDictionary());

    /// <param name="labels">All that the pod has.</param>
    public static JsonElement In(string space, IReadOnlyDictionary<string, string> labels) => Make(space, null, labels);

    private static JsonElement Make(string space, string? name, IReadOnlyDictionary<string, string>? labels)
    {
        var copy = JsonObject.Create(s_pod)!;
        var metadata = copy["metadata"]!.AsObject();
        metadata["namespace"] = space;
        if (name is not null)
            metadata["name"] = name;
        if (labels is not null)
            metadata["labels"] = new JsonObject(labels.Select(l => KeyValuePair.Create(l.Key, (JsonNode?)JsonValue.Create(l.Value))));
        return Parse(copy.ToJsonString());
    }

    private static JsonElement Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
