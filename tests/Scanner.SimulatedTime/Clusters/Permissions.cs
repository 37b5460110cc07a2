using System.Collections.Immutable;

namespace Scanner.SimulatedTime.Clusters;

/// <summary>What an installation grants to the worker, a line each.</summary>
internal static class Permissions
{
    public static ImmutableArray<string> All { get; } =
    [
        """- {apiGroups: [""], resources: [namespaces], verbs: [get, list, watch]}""",
        """- {apiGroups: [""], resources: [pods], verbs: [get, list, watch]}""",
        """- {apiGroups: [""], resources: [pods], verbs: [create]}""",
        """- {apiGroups: [""], resources: [pods/ephemeralcontainers], verbs: [patch]}""",
        """- {apiGroups: [admissionregistration.k8s.io], resources: ["*"], verbs: [list, watch]}""",
        """- {apiGroups: [rbac.authorization.k8s.io], resources: ["*"], verbs: [list, watch]}""",
        """- {apiGroups: [""], resources: [serviceaccounts], verbs: [list, watch]}""",
        """- {apiGroups: [coordination.k8s.io], resources: [leases], verbs: [get, create, update]}""",
        """- {apiGroups: [events.k8s.io], resources: [events], verbs: [create, patch]}""",
        """- {apiGroups: [discovery.k8s.io], resources: [endpointslices], verbs: [list]}""",
        """- {apiGroups: [apps], resources: [deployments], verbs: [list]}""",
        """- {apiGroups: [kyverno.io], resources: [clusterpolicies, policies, policyexceptions], verbs: [list, watch]}""",
    ];
}
