using System.Text.Json.Nodes;
using Scanner.Simulator.Storage;

namespace Scanner.IntegrationTests.Worker;

/// <summary>What other clients of a simulated cluster do.</summary>
internal static class StoreChanges
{
    public const string Enforce = "pod-security.kubernetes.io/enforce";

    /// <summary>A running pod of one harmless container.</summary>
    public static void AddPod(this ClusterStore store, string ns, string name) => store.ApplyYaml($$"""
        apiVersion: v1
        kind: Pod
        metadata: {name: {{name}}, namespace: {{ns}}}
        spec:
          containers: [{name: web, image: web}]
        status: {phase: Running}
        """);

    /// <param name="value">Null takes the label away.</param>
    /// <summary>Somebody else holds the Lease of the workers from now on.</summary>
    /// <param name="seconds">For how long without a renewal.</param>
    public static void StealLease(this ClusterStore store, int seconds)
    {
        var lease = store.Get("coordination.k8s.io", "leases", "default", "ephemeral-scanner")!.DeepClone().AsObject();
        lease["spec"]!["holderIdentity"] = "thief";
        lease["spec"]!["leaseDurationSeconds"] = seconds;
        store.Apply(lease);
    }

    public static void SetLabel(this ClusterStore store, string ns, string label, string? value) => Set(store, "namespaces", null, ns, label, value);

    public static void SetPodLabel(this ClusterStore store, string ns, string pod, string label, string value) => Set(store, "pods", ns, pod, label, value);

    private static void Set(ClusterStore store, string resource, string? ns, string name, string label, string? value)
    {
        var obj = store.Get("", resource, ns, name)!.DeepClone().AsObject();
        if (obj["metadata"]!["labels"] is not JsonObject labels)
            obj["metadata"]!["labels"] = labels = [];
        labels.Remove(label);
        if (value is not null)
            labels[label] = value;
        store.Apply(obj);
    }
}
