using System.Collections.Immutable;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;

namespace Scanner.Core.Admission.Policies;

/// <summary>Finds the policy behind a denial among those that were run.</summary>
public static class PolicyGaps
{
    /// <summary>Why the policy that denied the regular control misses ephemeral containers; null where that is not known.</summary>
    public static string? Of(NamespacePosture ns, ImmutableArray<PolicyCoverage> policies)
    {
        if (ns is not { Verdict: Verdict.Unprotected, RegularControlDeniedBy: { } by })
            return null;
        var gap = policies.FirstOrDefault(p => IsGap(p.Coverage) && Is(p, by));
        return gap is null ? null : $"{PolicyReferences.Name(gap)} {(gap.Coverage switch
        {
            CoverageKind.NotMatched => "never sees it",
            CoverageKind.SkipsUpdate => "passes over updates",
            _ => "does not read spec.ephemeralContainers",
        })}: {gap.Reason}";
    }

    private static bool IsGap(CoverageKind kind) => kind is CoverageKind.NotMatched or CoverageKind.NotRead or CoverageKind.SkipsUpdate;

    private static bool Is(PolicyCoverage policy, DeniedBy by) => by.Layer switch
    {
        Layer.ValidatingAdmissionPolicy => policy.Engine == EngineNames.ValidatingAdmissionPolicy && policy.Name == by.Name,
        Layer.Webhook => by.Policies.Contains(policy.Name),
        _ => false,
    };
}
