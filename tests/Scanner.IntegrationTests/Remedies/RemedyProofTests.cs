using System.Text.Json;
using Scanner.IntegrationTests.Clusters;

namespace Scanner.IntegrationTests.Remedies;

/// <summary>
/// Takes what a scan says to do about each gap of the sample cluster, does it, and asks again: the door is shut, and the policies as the scanner
/// runs them say so too.
/// </summary>
[Collection(ClusterCollection.Name)]
public sealed class RemedyProofTests(ClusterPool clusters)
{
    /// <summary>Rule and object of the findings whose remedies are applied, and the verdicts of namespaces that follow.</summary>
    private static readonly Dictionary<string, (string[] Findings, string[] Verdicts)> s_rounds = new()
    {
        ["by namespace"] = (
            ["ES101 open", "ES101 psa-warn", "ES102 vap-gap", "ES102 hook-blind", "ES102 hook-gap"],
            [
                "hook-blind Protected ValidatingAdmissionPolicy", "hook-gap Protected ValidatingAdmissionPolicy", "open Protected PodSecurity",
                "psa-warn Protected PodSecurity", "vap-gap Protected ValidatingAdmissionPolicy",
            ]),
        ["by policy"] = (
            ["ES401 no-privileged-pods-only", "ES401 hook-gap", "ES404 no-privileged-audit", "ES404 no-privileged-warn", "ES405 hook-down-ignore"],
            [
                "hook-down-ignore FailClosed Webhook", "hook-gap Protected Webhook", "vap-audit Protected ValidatingAdmissionPolicy", "vap-gap Protected ValidatingAdmissionPolicy",
                "vap-warn Protected ValidatingAdmissionPolicy",
            ]),
        ["without admission policies"] = (
            ["ES101 open", "ES102 hook-blind", "ES102 hook-gap"],
            ["hook-blind Protected PodSecurity", "hook-gap Protected PodSecurity", "open Protected PodSecurity"]),
    };

    [SkippableTheory]
    [InlineData("1.36", "by namespace")]
    [InlineData("1.36", "by policy")]
    [InlineData("1.28", "without admission policies")]
    [InlineData(ClusterPool.Real, "by namespace")]
    [InlineData(ClusterPool.Real, "by policy")]
    public async Task Scan_RemediesApplied_FindsEveryDoorShut(string kind, string round)
    {
        var cluster = await clusters.GetAsync(kind);
        var (wanted, verdicts) = s_rounds[round];
        var namespaces = string.Join(',', verdicts.Select(v => v.Split(' ')[0]));
        var before = await ScanAsync(cluster, namespaces);
        var findings = before.Json.GetProperty("findings").EnumerateArray().ToDictionary(f => $"{f.GetProperty("rule").GetString()} {f.GetProperty("resource").GetProperty("name").GetString()}");
        await using (await ChangedObjects.RememberAsync(cluster))
        {
            foreach (var finding in wanted)
                await DoAsync(cluster, findings[finding]);
            var after = await UntilAsync(cluster, namespaces, run => Verdicts(run).SequenceEqual(verdicts));
            Assert.DoesNotContain(after.Json.GetProperty("findings").EnumerateArray(), f => f.GetProperty("rule").GetString() is "ES101" or "ES102" or "ES410");
            Assert.All(after.Json.GetProperty("namespaces").EnumerateArray(), AssertPredicted);
            Assert.Equal(verdicts.Select(v => v.EndsWith("Webhook", StringComparison.Ordinal) ? 3 : 1), await ReviewAsync(cluster, verdicts));
        }

        await UntilAsync(cluster, namespaces, run => Verdicts(run).SequenceEqual(Verdicts(before)));
    }

    /// <summary>What the mutation misses is denied then, though it is not what answers.</summary>
    [SkippableTheory]
    [InlineData("1.36", "ES107 hook-strip", "ES107")]
    [InlineData(ClusterPool.Real, "ES107 hook-strip", "ES107")]
    [InlineData("1.36", "ES409 psa-warn", "ES409")]
    [InlineData(ClusterPool.Real, "ES409 psa-warn", "ES409")]
    [InlineData("1.36", "ES105 vap-deny", "ES105")]
    [InlineData(ClusterPool.Real, "ES105 vap-deny", "ES105")]
    public async Task Scan_RemedyApplied_EndsItsFinding(string kind, string wanted, string rule)
    {
        var cluster = await clusters.GetAsync(kind);
        var ns = wanted.Split(' ')[1];
        var before = await ScanAsync(cluster, ns);
        await using (await ChangedObjects.RememberAsync(cluster))
        {
            await DoAsync(cluster, Assert.Single(Findings(before, rule), f => f.GetProperty("resource").GetProperty("name").GetString() == ns));
            var after = await UntilAsync(cluster, ns, run => !Findings(run, rule).Any());
            Assert.DoesNotContain(after.Json.GetProperty("findings").EnumerateArray(), f => f.GetProperty("rule").GetString() is "ES101" or "ES102" or "ES410");
        }

        // A server enforces for a moment what is deleted already, and a worker of the next test would see a protection and its loss.
        await UntilAsync(cluster, ns, run => Findings(run, rule).Any() && Verdicts(run).SequenceEqual(Verdicts(before)));
    }

    private static IEnumerable<JsonElement> Findings(ScannerRun run, string rule) =>
        run.Json.GetProperty("findings").EnumerateArray().Where(f => f.GetProperty("rule").GetString() == rule);

    /// <summary>A real kubectl for a real server, where there is one.</summary>
    private static async Task DoAsync(TestCluster cluster, JsonElement finding)
    {
        using var shell = cluster.Simulator is null ? RemedyShell.FindOrNull(cluster) : null;
        if (shell is not null)
        {
            // Below the words, and on a line of their own.
            var (code, output) = await shell.RunAsync(finding.GetProperty("remediation").GetString()!.Split('\n')[^1], ns: null);
            Assert.True(code == 0, output);
            return;
        }

        using var admin = cluster.Admin();
        foreach (var command in finding.GetProperty("commands").EnumerateArray())
            await new PlainKubectl(admin).RunAsync(command);
    }

    /// <summary>What a webhook answers that nobody here can ask is not foretold.</summary>
    private static void AssertPredicted(JsonElement ns) => Assert.Contains(
        ns.GetProperty("predicted").GetProperty("verdict").GetString(), (string?[])[ns.GetProperty("verdict").GetString(), "Unknown"]);

    private static async Task<List<int>> ReviewAsync(TestCluster cluster, string[] verdicts)
    {
        var codes = new List<int>();
        foreach (var ns in verdicts.Select(v => v.Split(' ')[0]))
            codes.Add((await ScannerRun.AsAsync(cluster, TestUsers.Admin, "review", "--pod", ns + "/web")).ExitCode);
        return codes;
    }

    private static IEnumerable<string> Verdicts(ScannerRun run) =>
        run.Verdicts().OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => $"{v.Key} {string.Join(' ', v.Value.Split(' ')[..2])}");

    private static Task<ScannerRun> ScanAsync(TestCluster cluster, string namespaces) =>
        ScannerRun.AsAsync(cluster, TestUsers.Admin, "scan", "-n", namespaces, "--no-rbac", "--profiles", "sysadmin,capabilities", "-o", "json");

    /// <summary>A server hears of a policy a moment after it is stored.</summary>
    private static async Task<ScannerRun> UntilAsync(TestCluster cluster, string namespaces, Predicate<ScannerRun> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var run = await ScanAsync(cluster, namespaces);
            if (holds(run))
                return run;
            if (limit.IsCancellationRequested)
                Assert.Fail(string.Join('\n', Verdicts(run)));
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
    }
}
