using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.IntegrationTests.Clusters;
using Scanner.IntegrationTests.Rbac;

namespace Scanner.IntegrationTests;

/// <summary><c>scanner explain NAMESPACE</c> of a cluster, by an account with exactly the printed rights.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ExplainOnServerTests(ClusterPool clusters)
{
    /// <summary>By namespace: parts of the story in their order, but for RBAC, which other tests change.</summary>
    private static readonly Dictionary<string, string[]> s_stories = new()
    {
        ["open"] =
        [
            "open: Unprotected\n", "say the same: none of ", "\nWhat answered\n  Pod web (Pod/web):\n    privileged: Admitted\n", "\nPolicies\n  No policy has to do with this namespace.\n",
            "user alice, by RoleBinding open/debug", "1. ES101 PrivilegedAdmitted", "     kubectl label --overwrite namespace open pod-security.kubernetes.io/enforce=baseline\n",
            "\nTo close the door by itself, whatever left it open\n", "kubectl apply -f - <<'EOF'\n", "\nEOF\n",
        ],
        ["psa-baseline"] =
        [
            "psa-baseline: Protected\n", "say the same:", "privileged: Denied by PodSecurity baseline:latest", "benign: Admitted", "pod-security.kubernetes.io: Covered, and denies here.",
        ],
        ["hook-down-ignore"] =
        [
            "hook-down-ignore: Unprotected\n", "do not tell what to expect", "ValidatingWebhookConfiguration hook-down-ignore: Unknown", "ES405 FailsOpen, medium because",
            "     kubectl patch validatingwebhookconfigurations", "\nEOF\n",
        ],
        ["vap-gap"] =
        [
            "vap-gap: Unprotected\n", "no-privileged-pods-only: NotMatched, it never sees", "ES101 PrivilegedAdmitted", "ES102 PolicyGap", "ES401 PolicyNotMatched",
            "     Mend ValidatingAdmissionPolicy no-privileged-pods-only:\n     kubectl patch validatingadmissionpolicies", "\nEOF\n",
        ],
        ["vap-audit"] =
        [
            "vap-audit: Unprotected\n", "no-privileged-audit: Covered, but reports only.", "ES404 NotEnforced", "     Let ValidatingAdmissionPolicy no-privileged-audit deny what it reports:\n", "\nEOF\n",
        ],
    };

    public static TheoryData<string, string> Stories
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var ns in s_stories.Keys)
            {
                data.Add("1.36", ns);
                data.Add(ClusterPool.Real, ns);
            }

            return data;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Stories))]
    public async Task Explain_Namespace_TellsItsStory(string kind, string ns)
    {
        var cluster = await StartAsync(kind);
        var run = await ScannerRun.AsAsync(cluster, TestUsers.Scan, "explain", ns);
        Assert.Equal("", run.Error);
        var at = 0;
        foreach (var part in s_stories[ns])
        {
            at = run.Output.IndexOf(part, at, StringComparison.Ordinal);
            Assert.True(at >= 0, $"{part}\nis not, or not there, in\n{run.Output}");
        }

        AssertFits(run.Output);
        Assert.DoesNotContain(run.Output, c => char.IsControl(c) && c != '\n');
    }

    /// <summary>The findings about policies count as those of <c>scan -n</c> do, and no others of the namespace do not.</summary>
    [SkippableTheory]
    [MemberData(nameof(Stories))]
    public async Task Explain_Json_IsWhatProbeSaysAndEndsAsItEnds(string kind, string ns)
    {
        var cluster = await StartAsync(kind);
        var (explained, probed, scanned) = (await RunAsync(cluster, "explain", ns), await RunAsync(cluster, "probe", ns), await RunAsync(cluster, "scan", "-n", ns));
        Assert.Equal(Comparable(probed), Comparable(explained));
        Assert.Equal(probed.ExitCode, explained.ExitCode);
        Assert.Equal(Findings(scanned, "ES4"), Findings(explained, "ES4"));
        Assert.Equal(Findings(scanned, "ES1"), Findings(explained, "ES1"));
    }

    [SkippableTheory]
    [InlineData("1.36")]
    [InlineData(ClusterPool.Real)]
    public async Task Explain_MayNotProbe_SaysWhatIsMissing(string kind)
    {
        var cluster = await StartAsync(kind);
        var run = await ScannerRun.AsAsync(cluster, TestUsers.Lister, "explain", "open", "--fail-on", "critical");
        Assert.Equal(3, run.ExitCode);
        Assert.StartsWith("scanner: incomplete: list clusterroles: HTTP 403", Assert.Single(run.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
        Assert.StartsWith("open: Unknown/NoPermission\n", run.Output, StringComparison.Ordinal);
        var words = string.Join(' ', run.Output.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        foreach (var part in new[]
        {
            "Not read, for want of a permission to list them: ",
            "but not every role and binding could be read",
            """grant the rule {apiGroups: [""], resources: ["pods/ephemeralcontainers"]""",
            "The picture is incomplete",
        })
        {
            Assert.Contains(part, words, StringComparison.OrdinalIgnoreCase);
        }

        AssertFits(run.Output);
    }

    [SkippableTheory]
    [InlineData("1.36")]
    [InlineData(ClusterPool.Real)]
    public async Task Explain_NamespaceThatIsNotThere_IsOneLineAndIncomplete(string kind)
    {
        var cluster = await StartAsync(kind);
        foreach (var format in new[] { "table", "json", "yaml" })
        {
            var run = await ScannerRun.AsAsync(cluster, TestUsers.Scan, "explain", "absent", "-o", format);
            Assert.Equal((3, "scanner: incomplete: get namespace absent: HTTP 404 NotFound: namespaces \"absent\" not found\n"), (run.ExitCode, run.Error));
        }
    }

    private async Task<TestCluster> StartAsync(string kind)
    {
        var cluster = await clusters.GetAsync(kind);
        using var admin = cluster.Admin();
        await GrantedRights.GrantScanAsync(admin);
        return cluster;
    }

    private static Task<ScannerRun> RunAsync(TestCluster cluster, params string[] arguments) => ScannerRun.AsAsync(cluster, TestUsers.Scan, [.. arguments, "-o", "json"]);

    /// <summary>Prose at 80 columns; commands as long as they are, and the policy at the end.</summary>
    private static void AssertFits(string output)
    {
        var prose = output.Split("kubectl apply -f - <<'EOF'")[0].Split('\n').Where(l => !l.StartsWith("     kubectl ", StringComparison.Ordinal) && !l.StartsWith("     printf ", StringComparison.Ordinal));
        Assert.All(prose, l => Assert.InRange(l.Length, 0, 80));
    }

    private static string Comparable(ScannerRun run)
    {
        var json = JsonNode.Parse(run.Output)!;
        foreach (var differs in new[] { "startedAt", "durationSeconds", "requests" })
            json["scan"]!.AsObject().Remove(differs);
        return json.ToJsonString();
    }

    private static List<string> Findings(ScannerRun run, string prefix) =>
        [.. run.Json.GetProperty("findings").EnumerateArray().Where(f => Text(f, "rule").StartsWith(prefix, StringComparison.Ordinal)).Select(f => $"{Text(f, "id")} {Text(f, "severity")}")];

    private static string Text(JsonElement finding, string name) => finding.GetProperty(name).GetString()!;
}
