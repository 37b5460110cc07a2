using Scanner.Core.Admission.Policies;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Findings;
using Scanner.Core.Findings.Catalog;
using Scanner.Core.Remedies;

namespace Scanner.Core.Tests.Findings;

/// <summary>A namespace where a mutation takes the privilege away, with and without a policy that denies what it misses.</summary>
public sealed class SanitizedOnlyTests
{
    public static TheoryData<PolicyCoverage, bool> Policies => new()
    {
        { Policy(CoverageKind.Covered, isEnforced: true, ["privileged"], "a", "strip"), true },
        { Policy(CoverageKind.Covered, isEnforced: true, [], "strip") with { RefusesAll = true }, true },
        { Policy(CoverageKind.Covered, isEnforced: true, ["privileged"], "a", "z"), false },
        { Policy(CoverageKind.Covered, isEnforced: true, ["latest"], "strip"), false },
        { Policy(CoverageKind.Covered, isEnforced: false, ["privileged"], "strip"), false },
        { Policy(CoverageKind.Unknown, isEnforced: true, ["privileged"], "strip"), false },
    };

    [Theory]
    [MemberData(nameof(Policies))]
    public void Evaluate_Policy_EndsTheFindingWhereItDeniesHere(PolicyCoverage policy, bool isEnded)
    {
        var ns = new NamespacePosture { Name = "strip", Verdict = Verdict.Sanitized };
        ns = ns with { AlsoDeniedBy = PolicyGaps.GuardOf(ns, [policy]) };
        var found = RuleCatalog.Evaluate(new JudgedNamespace(ns, null), new RuleContext(DateTimeOffset.UnixEpoch, TimeSpan.MaxValue));
        Assert.Equal(isEnded, !found.Any(f => f.Rule == "ES107"));
        Assert.Equal(isEnded, NamespaceExplanation.Fix(ns) is null);
        Assert.Equal(isEnded ? "a mutation takes the privilege away; K8sPrivileged p denies what it misses" : "a mutation takes the privilege away; nothing denies it", NamespaceExplanation.Cause(ns));
        Assert.Null(PolicyGaps.GuardOf(ns with { Verdict = Verdict.Unprotected }, [policy]));
    }

    private static PolicyCoverage Policy(CoverageKind kind, bool isEnforced, string[] variants, params string[] namespaces) => new(EngineNames.Gatekeeper, "K8sPrivileged", "", "p")
    {
        Coverage = kind,
        Reason = "",
        IsEnforced = isEnforced,
        Variants = [.. variants],
        EnforcedNamespaces = [.. namespaces],
        EnforcedNamespaceCount = namespaces.Length,
    };
}
