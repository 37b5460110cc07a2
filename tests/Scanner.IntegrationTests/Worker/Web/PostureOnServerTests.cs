using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Scanner.IntegrationTests.Clusters;
using Scanner.IntegrationTests.Programs;

namespace Scanner.IntegrationTests.Worker.Web;

/// <summary>The posture of a worker as it is installed, on a simulated and a real server: who gets it, and how it prints.</summary>
[Collection(ClusterCollection.Name)]
public sealed class PostureOnServerTests(ClusterPool clusters)
{
    private const string Path = "/api/v1/posture";
    private const string Rbac = "/apis/rbac.authorization.k8s.io/v1/";

    private static readonly Dictionary<string, string> s_alone = new() { ["SCANNER__LEADERELECTION"] = "false" };

    public static TheoryData<string> Kinds => ["1.36", ClusterPool.Real];

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task ScanUrl_OnLoopback_PrintsAsAScan(string kind)
    {
        var cluster = await clusters.GetAsync(kind);
        await using var worker = await WorkerProcess.StartAsync(cluster, s_alone);
        await worker.LineAsync("Full scan complete after ");
        var scan = await ScannerRun.AsAsync(cluster, TestUsers.Admin, "scan", "-o", "json");
        // The log is a moment ahead of what is shown, which may be of first answers still: verdicts are there then, and regular controls are not.
        var fetched = await UntilAsync(
            () => ScannerRun.OfAsync(["scan", "--url", worker.WebUrl.ToString(), "-o", "json"], ""),
            r => r.Json.GetProperty("scan").GetProperty("complete").GetBoolean() && r.Verdicts().SequenceEqual(scan.Verdicts()));
        Assert.Equal((scan.ExitCode, scan.Error), (fetched.ExitCode, fetched.Error));
        Assert.Equal(scan.Verdicts(), fetched.Verdicts());
        Assert.Equal(Findings(scan), Findings(fetched));
        var table = await ScannerRun.OfAsync(["scan", "--url", worker.WebUrl.ToString(), "--fail-on", "none", "--all"], "");
        Assert.Equal(0, table.ExitCode);
        Assert.Contains("Exit code 0: no finding counts (--fail-on none).", table.Output, StringComparison.Ordinal);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = worker.WebUrl };
        http.DefaultRequestHeaders.Host = "evil.example";
        using var rebound = await http.GetAsync(Path);
        Assert.Equal(HttpStatusCode.Forbidden, rebound.StatusCode);
        Assert.Equal(0, await worker.StopAsync());
    }

    /// <summary>Everybody who is authenticated may get what lies under /api, by the role system:discovery; that is not enough.</summary>
    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task Get_OpenToTheNetwork_IsForThoseWithTheRight(string kind)
    {
        var cluster = await clusters.GetAsync(kind);
        using var admin = cluster.Admin();
        await GrantAsync(admin, "posture-reader", TestUsers.Eve, """{"nonResourceURLs":["/ephemeral-scanner/posture"],"verbs":["get"]}""");
        await using var worker = await WorkerProcess.StartAsync(cluster, TestUsers.Admin, "0.0.0.0", s_alone, "-n", "open");
        await worker.LineAsync("Full scan complete after ");
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(worker, null));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(worker, "made-up"));
        Assert.Equal(HttpStatusCode.OK, await UntilAsync(() => GetAsync(worker, TestUsers.Eve.Token), s => s == HttpStatusCode.OK));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(worker, TestUsers.Admin.Token));
        Assert.Equal(HttpStatusCode.Forbidden, await GetAsync(worker, TestUsers.Lister.Token));

        var url = worker.WebUrl.ToString();
        var anonymous = await ScannerRun.OfAsync(["scan", "--url", url], "");
        Assert.Equal((3, ""), (anonymous.ExitCode, anonymous.Output));
        Assert.Contains("wants a bearer token of the cluster", anonymous.Error, StringComparison.Ordinal);
        var fetched = await ScannerRun.OfAsync(["scan", "--url", url, "--token", TestUsers.Eve.Token, "-o", "json"], "");
        Assert.Equal(["open"], fetched.Json.GetProperty("namespaces").EnumerateArray().Select(n => n.GetProperty("name").GetString()));
        Assert.Equal(0, await worker.StopAsync());
        Assert.DoesNotContain(worker.Seen, l => l.Contains("-token", StringComparison.Ordinal) || l.Contains("made-up", StringComparison.Ordinal));
    }

    /// <summary>A worker that may not ask lets nobody in, and names what it lacks.</summary>
    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task Get_WorkerMayNotReviewTokens_LetsNobodyIn(string kind)
    {
        var cluster = await clusters.GetAsync(kind);
        await using var worker = await WorkerProcess.StartAsync(cluster, TestUsers.Lister, "0.0.0.0", s_alone, "-n", "open");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await GetAsync(worker, TestUsers.Admin.Token));
        var told = await worker.LineAsync("Nobody can read the posture, because tokens cannot be checked: create tokenreviews.authentication.k8s.io: HTTP 403 Forbidden: ");
        Assert.DoesNotContain(TestUsers.Admin.Token, told, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(worker, null));

        using var admin = cluster.Admin();
        await GrantAsync(admin, "posture-token-reviews", TestUsers.Lister, """{"apiGroups":["authentication.k8s.io"],"resources":["tokenreviews"],"verbs":["create"]}""");
        Assert.Equal(HttpStatusCode.Unauthorized, await UntilAsync(() => GetAsync(worker, "made-up"), s => s == HttpStatusCode.Unauthorized));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await GetAsync(worker, TestUsers.Admin.Token));
        await GrantAsync(admin, "posture-access-reviews", TestUsers.Lister, """{"apiGroups":["authorization.k8s.io"],"resources":["subjectaccessreviews"],"verbs":["create"]}""");
        Assert.Equal(HttpStatusCode.OK, await UntilAsync(() => GetAsync(worker, TestUsers.Admin.Token), s => s == HttpStatusCode.OK));
    }

    private static async Task GrantAsync(AdminClient admin, string name, TestUser user, string rule)
    {
        await admin.SendAsync(
            HttpMethod.Post, Rbac + "clusterroles", JsonNode.Parse($$"""{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"{{name}}"},"rules":[{{rule}}]}"""), "application/json", default);
        await admin.SendAsync(
            HttpMethod.Post,
            Rbac + "clusterrolebindings",
            JsonNode.Parse($$"""{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"{{name}}"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"{{name}}"},"subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"User","name":"{{user.Name}}"}]}"""),
            "application/json",
            default);
    }

    private static async Task<HttpStatusCode> GetAsync(WorkerProcess worker, string? token)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = worker.WebUrl };
        if (token is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.GetAsync(Path);
        return response.StatusCode;
    }

    // What a server has stored it heeds a moment later, and what the worker knows it shows a moment later.
    private static async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> wanted)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        while (true)
        {
            var answer = await ask();
            if (wanted(answer) || limit.IsCancellationRequested)
                return answer;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
    }

    // Whether its account is fenced only a worker asks.
    private static IEnumerable<string> Findings(ScannerRun run) => run.Json.GetProperty("findings").EnumerateArray()
        .Where(f => f.GetProperty("rule").GetString() != "ES501")
        .Select(f => $"{f.GetProperty("id")} {f.GetProperty("severity")} {f.GetProperty("cause")}").Order();
}
