using System.Text.Json;
using System.Text.Json.Nodes;

namespace Scanner.Reviews;

/// <summary>The pod that a container is added to.</summary>
internal static class ReviewPod
{
    public const string DefaultName = "review";

    private const string Compliant = """
        {
          "apiVersion": "v1", "kind": "Pod",
          "metadata": { "labels": { "app.kubernetes.io/name": "review" } },
          "spec": {
            "automountServiceAccountToken": false,
            "containers": [ {
              "name": "app", "image": "registry.k8s.io/pause:3.10", "imagePullPolicy": "IfNotPresent",
              "resources": { "limits": { "cpu": "100m", "memory": "64Mi" }, "requests": { "cpu": "100m", "memory": "64Mi" } },
              "livenessProbe": { "exec": { "command": [ "true" ] } }, "readinessProbe": { "exec": { "command": [ "true" ] } },
              "securityContext": {
                "privileged": false, "allowPrivilegeEscalation": false, "runAsNonRoot": true, "runAsUser": 65532, "runAsGroup": 65532,
                "readOnlyRootFilesystem": true, "capabilities": { "drop": [ "ALL" ] }, "seccompProfile": { "type": "RuntimeDefault" } }
            } ],
            "securityContext": { "runAsNonRoot": true, "runAsUser": 65532, "seccompProfile": { "type": "RuntimeDefault" } }
          }
        }
        """;

    /// <summary>A pod that policies have nothing against: limits, probes, the Restricted standard.</summary>
    public static JsonElement Benign(string ns)
    {
        using var document = JsonDocument.Parse(Compliant);
        return InNamespace(document.RootElement, ns);
    }

    /// <summary>
    /// A pod as the server has it: in its namespace, with a name and the fields that it fills in
    /// (https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/).
    /// </summary>
    /// <param name="ns">Where the pod itself names none.</param>
    public static JsonElement InNamespace(JsonElement pod, string ns)
    {
        var copy = JsonObject.Create(pod.Clone())!;
        var metadata = Child(copy, "metadata");
        metadata["namespace"] ??= ns;
        metadata["name"] ??= DefaultName;
        var spec = Child(copy, "spec");
        spec["restartPolicy"] ??= "Always";
        spec["dnsPolicy"] ??= "ClusterFirst";
        spec["schedulerName"] ??= "default-scheduler";
        spec["serviceAccountName"] ??= "default";
        spec["terminationGracePeriodSeconds"] ??= 30;
        spec["enableServiceLinks"] ??= true;
        spec["securityContext"] ??= new JsonObject();
        using var document = JsonDocument.Parse(copy.ToJsonString());
        return document.RootElement.Clone();
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
