using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.IntegrationTests.Clusters;
using Scanner.Tests.Rbac;

namespace Scanner.IntegrationTests.Rbac;

/// <summary>What <c>scanner rbac</c> prints is what the server decides.</summary>
[Collection(ClusterCollection.Name)]
public sealed class RbacTests(ClusterPool clusters)
{
    private static readonly (string User, string[] Groups)[] s_users =
    [
        ("alice", ["developers"]), ("bob", []), ("carol", []), ("dave", []), ("erin", []), ("frank", []), ("zoe", ["oncall"]), ("tim", ["tenants"]),
        ("root", ["system:masters"]), ("system:serviceaccount:open:debugger", ["system:serviceaccounts", "system:serviceaccounts:open", "system:authenticated"]),
        ("system:serviceaccount:open:harmless", ["system:serviceaccounts", "system:serviceaccounts:open"]), ("system:anonymous", ["system:unauthenticated"]),
    ];

    [SkippableTheory]
    [MemberData(nameof(ClusterPool.All), MemberType = typeof(ClusterPool))]
    public async Task Verify_SampleCluster_FindsNoDifference(string kind)
    {
        var cluster = await clusters.GetAsync(kind);
        var run = await ScannerRun.AsAsync(cluster, TestUsers.Admin, "rbac", "--verify", "--fail-on", "none");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Verified: the server's own access reviews agree with every line.", run.Output, StringComparison.Ordinal);
        Assert.Contains("group oncall ", run.Output, StringComparison.Ordinal);
    }

    /// <summary>Not only what is printed, but also what is not: every user, verb, namespace and pod.</summary>
    [SkippableTheory]
    [MemberData(nameof(ClusterPool.All), MemberType = typeof(ClusterPool))]
    public async Task Grants_EveryUserAndNamespace_AreTheServersDecisions(string kind)
    {
        var cluster = await clusters.GetAsync(kind);
        var run = await ScannerRun.AsAsync(cluster, TestUsers.Admin, "rbac", "-o", "json", "--fail-on", "none");
        var printed = new PrintedRights(run.Output);
        using var admin = cluster.Admin();
        var wrong = new List<string>();
        var allowed = 0;
        foreach (var (user, groups) in s_users)
        {
            foreach (var (ns, pod, verb) in from ns in new[] { "open", "psa-baseline", "vap-gap", "" } from pod in new[] { "", "web" } from verb in new[] { "patch", "update" } select (ns, pod, verb))
            {
                var decision = await ReviewAsync(admin, user, groups, verb, ns, pod);
                allowed += decision ? 1 : 0;
                if (decision != printed.Allows(user, groups, verb, ns, pod))
                    wrong.Add($"{user} {verb} {ns}/{pod}: {decision}");
            }
        }

        Assert.Empty(wrong);
        Assert.InRange(allowed, 20, 100);
    }

    [SkippableTheory]
    [MemberData(nameof(ClusterPool.All), MemberType = typeof(ClusterPool))]
    public async Task Exposures_OpenNamespace_NamesWhoStandsBeforeIt(string kind)
    {
        var cluster = await clusters.GetAsync(kind);
        var run = await ScannerRun.AsAsync(cluster, TestUsers.Admin, "scan", "-n", "open", "-n", "psa-baseline", "-o", "json");
        var exposures = run.Json.GetProperty("exposures").EnumerateArray()
            .Select(e => $"{e.GetProperty("subject").GetProperty("name").GetString()} {e.GetProperty("namespace").GetString()} {e.GetProperty("verdict").GetString()}")
            .ToList();
        // Tenants have the right in psa-baseline, which is protected.
        Assert.Superset(new HashSet<string> { "alice open Unprotected", "bob open Unprotected", "debugger open Unprotected", "oncall open Unprotected" }, exposures.ToHashSet());
        Assert.DoesNotContain(exposures, e => e.Contains("psa-baseline", StringComparison.Ordinal));
        var counts = run.Json.GetProperty("namespaces").EnumerateArray().ToDictionary(n => n.GetProperty("name").GetString()!, n => n.GetProperty("exposedSubjects").GetInt32());
        Assert.Equal((exposures.Count, 0), (counts["open"], counts["psa-baseline"]));
        var finding = run.Json.GetProperty("findings").EnumerateArray().Single(f => f.GetProperty("rule").GetString() == "ES101");
        Assert.Equal("critical", finding.GetProperty("severity").GetString());
        Assert.Contains("; service account open/debugger can run a privileged container in any pod of open (RoleBinding open/debug); user alice", finding.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    /// <summary>However many namespaces are named, and whether they are listed one by one or all at once.</summary>
    [Fact]
    public async Task Scan_OfManyNamedNamespaces_TellsOfRightsThereOnly()
    {
        var cluster = await clusters.GetAsync("1.36");
        string[] names = ["psa-baseline", .. Enumerable.Range(0, 25).Select(i => $"absent-{i}")];
        var run = await ScannerRun.AsAsync(cluster, TestUsers.Admin, ["scan", "--no-probe", "-o", "json", .. names.SelectMany(n => new[] { "-n", n })]);
        var subjects = run.Json.GetProperty("rbac").GetProperty("subjects").EnumerateArray().Where(s => !s.GetProperty("system").GetBoolean()).Select(s => s.GetProperty("name").GetString());
        // The first two hold it everywhere.
        Assert.Equal(["prober", "oncall", "tenants"], subjects);
    }

    [SkippableTheory]
    [MemberData(nameof(ClusterPool.All), MemberType = typeof(ClusterPool))]
    public async Task Rbac_MayNotList_SaysWhatIsMissingAndClaimsNothing(string kind)
    {
        var cluster = await clusters.GetAsync(kind);
        var run = await ScannerRun.AsAsync(cluster, TestUsers.Nobody, "rbac");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("Missing: list clusterrolebindings: HTTP 403 Forbidden", run.Output, StringComparison.Ordinal);
        Assert.Contains("The picture is incomplete", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Nobody outside the control plane can", run.Output, StringComparison.Ordinal);
        var blind = await ScannerRun.AsAsync(cluster, TestUsers.Nobody, "rbac", "-o", "json");
        var scan = await ScannerRun.AsAsync(cluster, TestUsers.Nobody, "scan", "-n", "open", "-o", "json");
        Assert.Equal(JsonValueKind.Null, scan.Json.GetProperty("namespaces")[0].GetProperty("exposedSubjects").ValueKind);
        Assert.Equal(5, blind.Json.GetProperty("findings").EnumerateArray().Count(f => f.GetProperty("rule").GetString() == "ES502"));
    }

    /// <summary>Whoever may list but not ask is told so once, not line by line.</summary>
    [SkippableTheory]
    [MemberData(nameof(ClusterPool.All), MemberType = typeof(ClusterPool))]
    public async Task Verify_MayNotReview_SaysSoOnce(string kind)
    {
        var cluster = await clusters.GetAsync(kind);
        var run = await ScannerRun.AsAsync(cluster, TestUsers.Reader, "rbac", "--verify", "--fail-on", "none");
        Assert.Equal(3, run.ExitCode);
        Assert.Single(run.Output.Split('\n'), l => l.StartsWith("Verify: verify: HTTP 403 Forbidden", StringComparison.Ordinal));
        Assert.DoesNotContain("Verified", run.Output, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [MemberData(nameof(ClusterPool.All), MemberType = typeof(ClusterPool))]
    public async Task Rbac_OneSubject_ShowsNobodyElse(string kind)
    {
        var cluster = await clusters.GetAsync(kind);
        var run = await ScannerRun.AsAsync(cluster, TestUsers.Admin, "rbac", "--subject", "ServiceAccount:open/debugger", "-o", "json", "--fail-on", "none");
        var subject = Assert.Single(run.Json.GetProperty("rbac").GetProperty("subjects").EnumerateArray());
        Assert.Equal(("debugger", "open"), (subject.GetProperty("name").GetString(), subject.GetProperty("namespace").GetString()));
        var elsewhere = await ScannerRun.AsAsync(cluster, TestUsers.Admin, "rbac", "--subject", "sa:open:debugger", "-n", "psa-baseline");
        Assert.Contains("Nobody outside the control plane can add ephemeral containers.", elsewhere.Output, StringComparison.Ordinal);
    }

    private static async Task<bool> ReviewAsync(AdminClient admin, string user, string[] groups, string verb, string ns, string pod)
    {
        var review = new JsonObject
        {
            ["apiVersion"] = "authorization.k8s.io/v1",
            ["kind"] = "SubjectAccessReview",
            ["spec"] = new JsonObject
            {
                ["user"] = user,
                ["groups"] = new JsonArray([.. groups.Select(g => JsonValue.Create(g))]),
                ["resourceAttributes"] = new JsonObject
                {
                    ["verb"] = verb, ["resource"] = "pods", ["subresource"] = "ephemeralcontainers", ["namespace"] = ns, ["name"] = pod,
                },
            },
        };
        var answer = await admin.SendAsync(HttpMethod.Post, "/apis/authorization.k8s.io/v1/subjectaccessreviews", review, "application/json", CancellationToken.None);
        return answer["status"]!["allowed"]!.GetValue<bool>();
    }
}
