using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Core.Findings.Catalog;
using Scanner.Core.Posture;

namespace Scanner.Core.Tests.Findings.Admission;

public sealed class ProtectionLostRuleTests
{
    private static readonly TargetPosture s_target = new("web", "Pod/web", Verdict.Unprotected, []);

    [Theory]
    [InlineData(Verdict.Protected, Verdict.Unprotected, true)]
    [InlineData(Verdict.Blocked, Verdict.Unprotected, true)]
    [InlineData(Verdict.Sanitized, Verdict.Unprotected, false)]
    [InlineData(Verdict.FailClosed, Verdict.Unprotected, false)]
    [InlineData(null, Verdict.Unprotected, false)]
    [InlineData(Verdict.Protected, Verdict.Sanitized, false)]
    [InlineData(Verdict.Protected, Verdict.Unknown, false)]
    public void Evaluate_EarlierAndPresent_FindsOnlyLostProtection(Verdict? earlier, Verdict present, bool found) =>
        Assert.Equal(found, Rules(new NamespacePosture { Name = "a", Verdict = present, EarlierVerdict = earlier, Targets = [s_target] }).Contains("ES106 Critical"));

    private static IEnumerable<string> Rules(NamespacePosture ns)
    {
        var now = new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
        var scan = new ScanResult { Cluster = new ClusterReference("https://x", null, null), StartedAt = now, Duration = default, Namespaces = [ns] };
        return RuleRunner.AddTo(scan, [], TimeSpan.FromHours(24), now).Findings.Select(f => $"{f.Rule} {f.Severity}");
    }
}
