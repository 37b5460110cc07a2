using System.Collections.Immutable;
using Scanner.Core.Rbac.Facts;

namespace Scanner.Core.Rbac.Rights;

/// <summary>Subjects whose names Kubernetes itself gives a meaning (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings).</summary>
internal static class KnownSubjects
{
    private const string ControlPlane = "kube-system";
    private const string NodeUser = "system:node:";

    // What the control plane and its nodes authenticate as.
    private static readonly HashSet<string> s_users =
    [
        "system:kube-controller-manager", "system:kube-scheduler", "system:kube-proxy", "system:apiserver", "system:volume-scheduler",
        "system:cloud-controller-manager",
    ];

    private static readonly HashSet<string> s_groups =
        ["system:masters", "system:nodes", "system:node-proxier", "system:bootstrappers", "system:monitoring", "kubeadm:cluster-admins"];

    // Accounts that the controller manager makes for its own loops, and those of the components that every cluster has. Not all of
    // kube-system: what somebody installs there is no part of Kubernetes.
    private static readonly HashSet<string> s_accounts =
    [
        "attachdetach-controller", "bootstrap-signer", "certificate-controller", "cloud-controller-manager", "cloud-provider",
        "clusterrole-aggregation-controller", "coredns", "cronjob-controller", "daemon-set-controller", "deployment-controller",
        "device-taint-eviction-controller", "disruption-controller", "endpoint-controller", "endpointslice-controller",
        "endpointslicemirroring-controller", "ephemeral-volume-controller", "expand-controller", "generic-garbage-collector",
        "horizontal-pod-autoscaler", "job-controller", "kube-dns", "kube-proxy", "legacy-service-account-token-cleaner",
        "namespace-controller", "node-controller", "persistent-volume-binder", "pod-garbage-collector", "podcertificaterequestcleaner-controller",
        "pv-protection-controller", "pvc-protection-controller", "replicaset-controller", "replication-controller",
        "resource-claim-controller", "resourcequota-controller", "root-ca-cert-publisher", "route-controller",
        "selinux-warning-controller", "service-account-controller", "service-ca-cert-publisher", "service-cidrs-controller",
        "service-controller", "statefulset-controller", "storage-version-migrator-controller", "token-cleaner",
        "ttl-after-finished-controller", "ttl-controller", "validatingadmissionpolicy-status-controller",
        "volumeattributesclass-protection-controller", "vac-protection-controller",
    ];

    /// <summary>Groups that everybody is in, or every workload, or nobody in particular.</summary>
    private static readonly HashSet<Subject> s_broad =
    [
        Subject.Group("system:authenticated"), Subject.Group("system:unauthenticated"), Subject.Group("system:serviceaccounts"),
        Subject.User("system:anonymous"),
    ];

    /// <summary>Passes every authorization whatever is bound to it.</summary>
    public static Subject Masters { get; } = Subject.Group("system:masters");

    public static Subject Authenticated { get; } = Subject.Group("system:authenticated");

    public static Subject Unauthenticated { get; } = Subject.Group("system:unauthenticated");

    public static Subject Anonymous { get; } = Subject.User("system:anonymous");

    /// <summary>Part of the control plane, or of its nodes.</summary>
    public static bool IsSystem(Subject subject) => subject.Kind switch
    {
        SubjectKind.User => s_users.Contains(subject.Name) || subject.Name.StartsWith(NodeUser, StringComparison.Ordinal),
        SubjectKind.Group => s_groups.Contains(subject.Name),
        _ => subject.Namespace == ControlPlane && s_accounts.Contains(subject.Name),
    };

    /// <summary>Anybody, or every workload of the cluster.</summary>
    public static bool IsBroad(Subject subject) => s_broad.Contains(subject);

    /// <summary>A service account, or all those of a namespace: what runs in pods.</summary>
    public static bool IsWorkload(Subject subject) =>
        subject.Kind == SubjectKind.ServiceAccount
        || (subject.Kind == SubjectKind.Group && (subject.Name + ":").StartsWith("system:serviceaccounts:", StringComparison.Ordinal));

    /// <summary>The namespace of a workload's service accounts; null where those of all namespaces are meant.</summary>
    public static string? HomeOf(Subject workload) =>
        workload.Kind == SubjectKind.ServiceAccount ? workload.Namespace : workload.Name.Split(':') is [_, _, var ns] ? ns : null;

    /// <summary>The groups that every service account of a namespace is in, besides <see cref="Authenticated"/>.</summary>
    public static ImmutableArray<Subject> GroupsOfAccounts(string ns) =>
        [Subject.Group("system:serviceaccounts"), Subject.Group($"system:serviceaccounts:{ns}")];
}
