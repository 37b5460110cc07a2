using System.Collections.Immutable;
using Scanner.Core.Admission.Policies;
using Scanner.Policies.Decisions;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Coverage;

/// <summary>What a policy does about ephemeral containers in one place.</summary>
/// <param name="IsEnforced">What it denies is turned away, and not only reported.</param>
/// <param name="IsEvaluated">It sees the request that adds an ephemeral container.</param>
/// <param name="IsMatched">It sees some request of all that it was asked about.</param>
/// <param name="Variants">The settings that decided: those denied where it covers, those missed where it does not.</param>
public sealed record TargetCoverage(
    CoverageKind Coverage, bool IsEnforced, bool IsEvaluated, bool IsMatched, ImmutableArray<string> Variants, string Reason)
{
    /// <summary>It denies the benign container too.</summary>
    public bool RefusesAll { get; init; }

    /// <summary>It denies a setting of regular containers and lets it pass in ephemeral ones.</summary>
    private bool IsGap => Coverage is CoverageKind.NotMatched or CoverageKind.NotRead or CoverageKind.SkipsUpdate;

    /// <summary>What it turns away of others gets in as an ephemeral container, or it only says so.</summary>
    internal bool IsOpen => (IsGap && IsEnforced) || this is { Coverage: CoverageKind.Covered, IsEvaluated: true, IsEnforced: false };

    /// <summary>As <see cref="PolicyDecision.NotMatched.Exemption"/>, where that leaves every part of the policy out; null where some part is for the place.</summary>
    internal string? Exemption { get; init; }

    /// <summary>It turns privileged ephemeral containers away.</summary>
    internal bool Guards => this is { Coverage: CoverageKind.Covered, IsEnforced: true } && (RefusesAll || Variants.Contains(ContainerVariants.Privileged.Name));

    /// <summary>What is missing could show that it covers; else no more than whether it matters.</summary>
    internal bool MayCover { get; init; }

    /// <summary>The better known one: a policy is what it does where it applies.</summary>
    internal static TargetCoverage Better(TargetCoverage first, TargetCoverage second) => second.Rank < first.Rank ? second : first;

    private int Rank => Coverage switch
    {
        CoverageKind.Covered => (RefusesAll ? 2 : 0) + (IsEnforced ? 0 : 1),
        _ when IsGap => IsEnforced ? 4 : 5,
        CoverageKind.Unknown => 6,
        _ => IsMatched ? 7 : 8,
    };
}
