using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.Policies.Cel.Values;

namespace Scanner.Reviews;

/// <summary>A pod as somebody wrote it, with what it has once it runs.</summary>
internal static class ReviewPod
{
    /// <summary>
    /// With a name, a namespace and the fields that the API server fills in
    /// (https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/).
    /// </summary>
    /// <param name="ns">Where the pod itself names none.</param>
    public static JsonElement Complete(JsonElement pod, string ns)
    {
        var copy = JsonObject.Create(pod.Clone())!;
        var metadata = Child(copy, "metadata");
        metadata["namespace"] ??= ns;
        metadata["name"] ??= "review";
        var spec = Child(copy, "spec");
        spec["restartPolicy"] ??= "Always";
        spec["dnsPolicy"] ??= "ClusterFirst";
        spec["schedulerName"] ??= "default-scheduler";
        spec["serviceAccountName"] ??= "default";
        spec["terminationGracePeriodSeconds"] ??= 30;
        spec["enableServiceLinks"] ??= true;
        spec["securityContext"] ??= new JsonObject();
        return JsonValues.ToElement(copy);
    }

    private static JsonObject Child(JsonObject parent, string name)
    {
        if (parent[name] is JsonObject child)
            return child;
        var made = new JsonObject();
        parent[name] = made;
        return made;
    }
}
