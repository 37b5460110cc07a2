using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Core.Findings.Catalog;
using Scanner.Core.Posture;

namespace Scanner.Core.Tests.Findings.Self;

public sealed class BlindRuleTests
{
    private static readonly TargetPosture s_target = new("web", "Pod/web", Verdict.Unprotected, []);

    [Fact]
    public void Evaluate_RegularControlForbidden_IsBlindOnce()
    {
        var scan = Judge(
            new NamespacePosture { Name = "a", Verdict = Verdict.Unprotected, RegularControlForbidden = true, Targets = [s_target] },
            new NamespacePosture { Name = "b", Verdict = Verdict.Unprotected, RegularControlForbidden = true, Targets = [s_target] });
        var blind = Assert.Single(scan.Findings, f => f.Rule == "ES502");
        Assert.Equal("no permission to create pods in 2 namespaces, a the first of them, so part of the picture is missing", blind.Message);
        Assert.Equal("""grant the rule {apiGroups: [""], resources: ["pods"], verbs: ["create"]}""", blind.Remediation);
    }

    private static ScanResult Judge(params ReadOnlySpan<NamespacePosture> namespaces)
    {
        var now = new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
        var scan = new ScanResult { Cluster = new ClusterReference("https://x", null, null), StartedAt = now, Duration = default, Namespaces = [.. namespaces] };
        return RuleRunner.AddTo(scan, [], TimeSpan.FromHours(24), now);
    }
}
