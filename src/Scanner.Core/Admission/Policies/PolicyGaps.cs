using System.Collections.Immutable;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;

namespace Scanner.Core.Admission.Policies;

/// <summary>Finds the policy behind a denial among those that were run.</summary>
public static class PolicyGaps
{
    /// <summary>Why the policy that denied the regular control misses ephemeral containers; null where that is not known.</summary>
    public static string? Of(NamespacePosture ns, ImmutableArray<PolicyCoverage> policies)
    {
        var gap = Find(ns, policies);
        return gap is null ? null : $"{PolicyReferences.Name(gap)} {(gap.Coverage switch
        {
            CoverageKind.NotMatched => "never sees it",
            CoverageKind.SkipsUpdate => "passes over updates",
            _ => "does not read spec.ephemeralContainers",
        })}: {gap.Reason}";
    }

    /// <summary>Changes by which that policy comes to deny ephemeral containers as well; empty where none is known.</summary>
    public static ImmutableArray<ObjectPatch> MendsOf(NamespacePosture ns, ImmutableArray<PolicyCoverage> policies) => Find(ns, policies)?.Mends ?? [];

    /// <summary>As <see cref="NamespacePosture.AlsoDeniedBy"/>.</summary>
    public static string? GuardOf(NamespacePosture ns, ImmutableArray<PolicyCoverage> policies) =>
        ns.Verdict == Verdict.Sanitized && policies.FirstOrDefault(p => p.Guards(ns.Name)) is { } guard ? PolicyReferences.Name(guard) : null;

    private static PolicyCoverage? Find(NamespacePosture ns, ImmutableArray<PolicyCoverage> policies) =>
        ns is { Verdict: Verdict.Unprotected, RegularControlDeniedBy: { } by } ? policies.FirstOrDefault(p => IsGap(p.Coverage) && Is(p, by)) : null;

    private static bool IsGap(CoverageKind kind) => kind is CoverageKind.NotMatched or CoverageKind.NotRead or CoverageKind.SkipsUpdate;

    private static bool Is(PolicyCoverage policy, DeniedBy by) => by.Layer switch
    {
        Layer.ValidatingAdmissionPolicy => policy.Engine == EngineNames.ValidatingAdmissionPolicy && policy.Name == by.Name,
        Layer.Webhook => by.Policies.Contains(policy.Name),
        _ => false,
    };
}
