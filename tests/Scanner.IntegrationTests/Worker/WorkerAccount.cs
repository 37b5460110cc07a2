using Scanner.Simulator;

namespace Scanner.IntegrationTests.Worker;

/// <summary>A plain account as an installation has it, by RBAC and in no privileged group: what a server refuses to others it refuses to it.</summary>
internal static class WorkerAccount
{
    public const string User = "worker";

    public const string Everything = """
        - {apiGroups: [""], resources: [namespaces], verbs: [get, list, watch]}
        - {apiGroups: [""], resources: [pods], verbs: [get, list, watch, create]}
        - {apiGroups: [""], resources: [pods/ephemeralcontainers], verbs: [patch]}
        - {apiGroups: [admissionregistration.k8s.io], resources: ["*"], verbs: [list, watch]}
        - {apiGroups: [rbac.authorization.k8s.io], resources: ["*"], verbs: [list, watch]}
        - {apiGroups: [""], resources: [serviceaccounts], verbs: [list, watch]}
        - {apiGroups: [coordination.k8s.io], resources: [leases], verbs: [get, create, update]}
        - {apiGroups: [events.k8s.io], resources: [events], verbs: [create, patch]}
        - {apiGroups: [discovery.k8s.io], resources: [endpointslices], verbs: [list]}
        - {apiGroups: [apps], resources: [deployments], verbs: [list]}
        - {apiGroups: [""], resources: [configmaps], resourceNames: [kyverno], verbs: [get]}
        - {apiGroups: [kyverno.io], resources: [clusterpolicies, policies, policyexceptions], verbs: [list, watch]}
        """;

    public static void Create(SimulatedApiServer server)
    {
        server.AddUser($"{User}-token", User);
        server.Store.ApplyYaml($$"""
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: {{User}}}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: {{User}}}
            subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: {{User}}}]
            """);
    }

    public static void Grant(SimulatedApiServer server, string rules) => server.Store.ApplyYaml($$"""
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: {{User}}}
        rules:
        {{rules}}
        """);

    /// <summary>A policy engine's kind, with one policy.</summary>
    public static void AddEngine(SimulatedApiServer server)
    {
        server.Store.ApplyYaml("""
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
        server.Store.ApplyYaml("""
            apiVersion: kyverno.io/v1
            kind: ClusterPolicy
            metadata: {name: guard}
            spec: {}
            """);
    }
}
