using Scanner.IntegrationTests.Clusters;
using Scanner.IntegrationTests.Programs;
using Scanner.IntegrationTests.Worker;
using Scanner.Simulator;

namespace Scanner.IntegrationTests;

/// <summary>What Kyverno lets through unread is read off its ConfigMap, by whoever may get that.</summary>
public sealed class EngineConfigMapTests
{
    private const string Right = """- {apiGroups: [""], resources: [configmaps], resourceNames: [kyverno], verbs: [get]}""";
    private const string LeavesTeamOut = "[Event,*,*][*/*,kube-system,*][*/*,team,*]";

    public static TheoryData<string, string, string, string, bool> Cases => new()
    {
        // What the ConfigMap is called, what it says, what the Deployment names, what may be got, and whether the policy binds in team.
        { "kyverno", "[*/*,kube-system,*]", "", "kyverno", true },
        { "kyverno", LeavesTeamOut, "", "kyverno", false },
        { "settings", LeavesTeamOut, "settings", "settings", false },
        { "kyverno", LeavesTeamOut, "settings", "settings", true },
        { "", "", "", "kyverno", true },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Scan_ReadsTheConfigMapThatTheDeploymentNames(string name, string filters, string named, string right, bool isBound)
    {
        await using var server = await StartAsync(name, filters, named, right, mayList: true);
        foreach (var run in await RunsAsync(server))
        {
            var guard = run.Json.GetProperty("policies").EnumerateArray().Single(p => p.GetProperty("name").GetString() == "guard");
            Assert.Equal("Covered", guard.GetProperty("coverage").GetString());
            Assert.Equal(isBound, guard.GetProperty("enforcedNamespaces").EnumerateArray().Any(n => n.GetString() == "team"));
        }

        var asked = server.Requests.Select(r => r.Path).Where(p => p.Contains("/configmaps", StringComparison.Ordinal));
        Assert.Equal(Enumerable.Repeat($"/api/v1/namespaces/kyverno/configmaps/{right}", 3), asked);
    }

    /// <summary>Without the right, or where it is not known what the ConfigMap is called, any namespace may be left out.</summary>
    [Theory]
    [InlineData(true, "other")]
    [InlineData(false, "kyverno")]
    public async Task Scan_ConfigMapNotRead_IsUnknownWithTheReason(bool mayList, string right)
    {
        await using var server = await StartAsync("", "", "", right, mayList);
        foreach (var run in await RunsAsync(server))
        {
            var guard = run.Json.GetProperty("policies").EnumerateArray().Single(p => p.GetProperty("name").GetString() == "guard");
            Assert.Equal("Unknown", guard.GetProperty("coverage").GetString());
            Assert.Contains("Kyverno's ConfigMap", guard.GetProperty("reason").GetString(), StringComparison.Ordinal);
            Assert.DoesNotContain(run.Json.GetProperty("findings").EnumerateArray(), f => f.GetProperty("rule").GetString() is "ES410" or "ES401" or "ES402" or "ES403");
        }
    }

    private static async Task<List<ScannerRun>> RunsAsync(SimulatedApiServer server)
    {
        var cluster = new TestCluster(server.Url, server.CertificateAuthorityPem, true, server);
        var user = new TestUser(WorkerAccount.User, WorkerAccount.User + "-token");
        var runs = new List<ScannerRun>();
        foreach (string[] arguments in new[] { new[] { "scan" }, ["probe", "team"], ["explain", "team"] })
            runs.Add(await ScannerRun.AsAsync(cluster, user, [.. arguments, "-o", "json"]));
        return runs;
    }

    private static async Task<SimulatedApiServer> StartAsync(string name, string filters, string named, string right, bool mayList)
    {
        var server = await SimulatedApiServer.StartAsync(new SimulatorOptions());
        WorkerAccount.Create(server);
        var rules = WorkerAccount.Everything.Replace(Right, Right.Replace("[kyverno]", $"[{right}]", StringComparison.Ordinal), StringComparison.Ordinal);
        WorkerAccount.Grant(server, mayList ? rules : rules.Replace(EngineVersionTests.Right, "", StringComparison.Ordinal));
        WorkerAccount.AddEngine(server);
        var variable = named.Length == 0 ? "" : $", {{name: INIT_CONFIG, value: {named}}}";
        // Without the exception, which would leave team out as well.
        foreach (var item in EngineVersionTests.Engine.Split("---\n").Where(i => !i.Contains("kind: PolicyException\nmetadata", StringComparison.Ordinal)))
            server.Store.ApplyYaml(item.Replace("value: secret}", $"value: secret}}{variable}", StringComparison.Ordinal));
        if (name.Length > 0)
            server.Store.ApplyYaml($"{{apiVersion: v1, kind: ConfigMap, metadata: {{name: {name}, namespace: kyverno}}, data: {{resourceFilters: '{filters}'}}}}");
        return server;
    }
}
