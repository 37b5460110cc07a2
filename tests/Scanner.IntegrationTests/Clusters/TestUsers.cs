namespace Scanner.IntegrationTests.Clusters;

/// <summary>The same users on simulated and real servers.</summary>
internal static class TestUsers
{
    public static readonly TestUser Admin = new("admin", "admin-token", "system:masters");
    public static readonly TestUser Alice = new("alice", "alice-token", "developers");

    /// <summary>May list namespaces and pods, but not patch.</summary>
    public static readonly TestUser Lister = new("lister", "lister-token", "listers");

    public static readonly TestUser Nobody = new("nobody", "nobody-token", "nobodies");

    /// <summary>May read pods and probe, but not list namespaces.</summary>
    public static readonly TestUser Prober = new("prober", "prober-token", "probers");

    /// <summary>Two replicas of the worker, with leases and nothing else.</summary>
    public static readonly TestUser ReplicaA = new("replica-a", "replica-a-token", "replicas");
    public static readonly TestUser ReplicaB = new("replica-b", "replica-b-token", "replicas");

    /// <summary>May list RBAC objects and service accounts.</summary>
    public static readonly TestUser Reader = new("reader", "reader-token", "readers");

    /// <summary>May do everything by RBAC, and is fenced by the tests about that.</summary>
    public static readonly TestUser Fenced = new("fenced", "fenced-token", "fenced");

    /// <summary>A worker with exactly the rights that the program prints, and its fence.</summary>
    public static readonly TestUser Worker = new("worker", "worker-token", "workers");

    /// <summary>A person with exactly the rights that the program prints for a scan.</summary>
    public static readonly TestUser Scan = new("scan", "scan-token", "scans");

    /// <summary>Has what a test gives her.</summary>
    public static readonly TestUser Eve = new("eve", "eve-token", "eves");

    /// <summary>Roles and bindings of the users above; alice has those of the sample cluster.</summary>
    public static readonly IReadOnlyList<string> Grants =
    [
        """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"test-lister"},"rules":[{"apiGroups":[""],"resources":["namespaces","pods"],"verbs":["get","list"]}]}""",
        """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"test-lister"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"test-lister"},"subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"User","name":"lister"}]}""",
        """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"test-prober"},"rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["get","list"]},{"apiGroups":[""],"resources":["pods/ephemeralcontainers"],"verbs":["patch"]}]}""",
        """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"test-prober"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"test-prober"},"subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"User","name":"prober"}]}""",
        """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"test-replica"},"rules":[{"apiGroups":["coordination.k8s.io"],"resources":["leases"],"verbs":["get","create","update"]}]}""",
        """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"test-replica"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"test-replica"},"subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"Group","name":"replicas"}]}""",
        """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"test-reader"},"rules":[{"apiGroups":["rbac.authorization.k8s.io"],"resources":["roles","clusterroles","rolebindings","clusterrolebindings"],"verbs":["list"]},{"apiGroups":[""],"resources":["serviceaccounts"],"verbs":["list"]}]}""",
        """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"test-reader"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"test-reader"},"subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"User","name":"reader"}]}""",
    ];

    public static readonly IReadOnlyList<TestUser> All = [Admin, Alice, Lister, Prober, Nobody, ReplicaA, ReplicaB, Reader, Eve, Fenced, Worker, Scan];
}
