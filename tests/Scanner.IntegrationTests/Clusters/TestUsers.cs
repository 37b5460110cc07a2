namespace Scanner.IntegrationTests.Clusters;

/// <summary>The same users on simulated and real servers.</summary>
internal static class TestUsers
{
    public static readonly TestUser Admin = new("admin", "admin-token", "system:masters");
    public static readonly TestUser Alice = new("alice", "alice-token", "developers");

    /// <summary>May list namespaces and pods, but not patch.</summary>
    public static readonly TestUser Lister = new("lister", "lister-token", "listers");

    public static readonly TestUser Nobody = new("nobody", "nobody-token", "nobodies");

    public static readonly IReadOnlyList<TestUser> All = [Admin, Alice, Lister, Nobody];
}
