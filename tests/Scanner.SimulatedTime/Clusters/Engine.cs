using Scanner.Simulator.Storage;

namespace Scanner.SimulatedTime.Clusters;

/// <summary>A policy engine of the cluster, which comes and goes.</summary>
internal static class Engine
{
    public static void Add(ClusterStore store)
    {
        store.ApplyYaml("""
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: clusterpolicies.kyverno.io}
            spec:
              group: kyverno.io
              scope: Cluster
              names: {plural: clusterpolicies, singular: clusterpolicy, kind: ClusterPolicy, listKind: ClusterPolicyList}
              versions:
              - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}
            """);
        SetPolicy(store, "guard", 1);
    }

    public static void Remove(ClusterStore store) => store.Delete("apiextensions.k8s.io", "customresourcedefinitions", null, "clusterpolicies.kyverno.io");

    public static void SetPolicy(ClusterStore store, string name, int value)
    {
        if (store.Get("apiextensions.k8s.io", "customresourcedefinitions", null, "clusterpolicies.kyverno.io") is null)
            return;
        store.ApplyYaml($$"""
            apiVersion: kyverno.io/v1
            kind: ClusterPolicy
            metadata: {name: {{name}}}
            spec: {value: {{value}}}
            """);
    }
}
