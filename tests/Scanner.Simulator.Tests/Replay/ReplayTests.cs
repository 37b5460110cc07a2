using System.Text.Json.Nodes;

namespace Scanner.Simulator.Tests.Replay;

/// <summary>Sends every recorded request to a server with the same content and compares the answers.</summary>
public sealed class ReplayTests
{
    /// <summary>Recorded before the report APIs were installed.</summary>
    private static readonly string[] Folders = ["discovery", "list", "probe", "probe-errors", "rbac", "events"];

    /// <summary>Requests that build on each other, in the order they were sent.</summary>
    private static readonly string[] Leases = ["create", "create-again", "update", "update-conflict", "absent"];
    private static readonly string[] Reports =
        ["discovery", "apply-created", "list", "apply-unchanged", "apply-other-manager", "apply-invalid", "absent", "too-large", "delete", "delete-absent"];

    private static readonly Dictionary<string, ReplayRule> Rules = new()
    {
        ["discovery/api"] = new(ReplayDepth.Shape, "holds the server's own address"),
        ["discovery/version"] = new(ReplayDepth.Status, "the recorded servers of 1.25 to 1.30 carry no version; a scanner has to read one"),
        ["discovery/readyz"] = new(ReplayDepth.Status, "lists the internals of the real server"),
        ["discovery/feature-metrics"] = new(ReplayDepth.Status, "one line of the real metrics"),
        ["list/pods-table"] = new(ReplayDepth.Shape, "column descriptions are the API's documentation"),
        ["list/serviceaccounts"] = new(ReplayDepth.Shape, "recorded while the controller that makes them was still at work"),
        ["rbac/self-subject-rules-review"] = new(ReplayDepth.Unordered, "the real order is that of a map"),
        ["reports/policyreport-discovery"] = new(ReplayDepth.Unordered, "the real order is that of a map"),
        ["reports/report-discovery"] = new(ReplayDepth.Unordered, "the real order is that of a map"),
    };

    public static TheoryData<KubernetesVersion> Versions => new(Enum.GetValues<KubernetesVersion>());

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Send_RecordedRequests_SameAnswers(KubernetesVersion version)
    {
        await using var server = await ReplayServer.StartAsync(version, CancellationToken.None);
        server.AddEndpointSlice();
        var names = Folders.SelectMany(f => RecordedCall.In(version, f)).ToArray();

        var differences = new List<string>();
        foreach (var name in names)
            differences.AddRange(await CompareAsync(server, RecordedCall.Load(version, name)));

        Assert.True(names.Length > 100, $"only {names.Length} recordings were found");
        Assert.True(differences.Count == 0, $"{differences.Count} of {names.Length} differ\n" + string.Join('\n', differences));
    }

    [Fact]
    public async Task Send_RecordedLeases_SameAnswers()
    {
        await using var server = await ReplayServer.StartAsync(KubernetesVersion.V1_36, CancellationToken.None);

        var differences = new List<string>();
        foreach (var name in Leases)
            differences.AddRange(await CompareAsync(server, RecordedCall.Load(KubernetesVersion.V1_36, "lease/" + name)));

        Assert.Empty(differences);
        Assert.Equal(Leases.Order(), RecordedCall.In(KubernetesVersion.V1_36, "lease").Select(n => n["lease/".Length..]).Order());
    }

    [Theory]
    [InlineData("policyreport-")]
    [InlineData("report-")]
    public async Task Send_RecordedReports_SameAnswers(string prefix)
    {
        await using var server = await ReplayServer.StartAsync(KubernetesVersion.V1_36, CancellationToken.None);
        server.InstallReportApis();

        var differences = new List<string>();
        foreach (var name in Reports)
            differences.AddRange(await CompareAsync(server, RecordedCall.Load(KubernetesVersion.V1_36, "reports/" + prefix + name)));

        Assert.Empty(differences);
        Assert.Equal(
            Reports.Select(r => "reports/" + prefix + r).Order(),
            RecordedCall.In(KubernetesVersion.V1_36, "reports").Where(n => n.StartsWith("reports/" + prefix, StringComparison.Ordinal)).Order());
    }

    private static async Task<IEnumerable<string>> CompareAsync(ReplayServer server, RecordedCall call)
    {
        using var request = await KnownVersions.TranslateAsync(server, call);
        using var response = await server.Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var body = response.Content.Headers.ContentType?.MediaType == "application/json" ? JsonNode.Parse(text) : JsonValue.Create(text);

        var rule = Rules.GetValueOrDefault(call.Name, ReplayRule.Whole);
        var recorded = Describe(call.Status, call.Headers(), call.Body, rule.Depth);
        var answered = Describe((int)response.StatusCode, ReplayHeaders.Of(response), body, rule.Depth);
        return recorded == answered ? [] : [$"== {call.Name}\n{LineDiff.Of(recorded, answered)}"];
    }

    private static string Describe(int status, string headers, JsonNode? body, ReplayDepth depth)
    {
        var content = depth switch
        {
            ReplayDepth.Status => "",
            ReplayDepth.Shape => Canonical.Shape(body),
            ReplayDepth.Unordered => string.Join('\n', Canonical.Text(body).Split('\n').Select(l => l.Trim().TrimEnd(',')).Order(StringComparer.Ordinal)),
            _ => Canonical.Text(body),
        };
        return $"{status}\n{headers}\n{content}";
    }
}
