using System.Collections.Immutable;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Targets;
using Scanner.Core.Cluster;

namespace Scanner.Core.Admission.Verdicts;

/// <summary>Everything known about one namespace after a scan.</summary>
public sealed record NamespacePosture
{
    public required string Name { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>Set exactly when the verdict is Unknown.</summary>
    public UnknownReason? UnknownBecause { get; init; }

    /// <summary>The server's or our own words for <see cref="UnknownBecause"/>, where there are any.</summary>
    public string? UnknownMessage { get; init; }

    /// <summary>Why its pods are not known, so that there was nothing to probe; null when they are.</summary>
    public Unlisted? Unlisted { get; init; }

    public DeniedBy? DeniedBy { get; init; }

    public RegularControl RegularControl { get; init; }

    /// <summary>Who refused the regular control; null unless it was denied.</summary>
    public DeniedBy? RegularControlDeniedBy { get; init; }

    /// <summary>RBAC refused the regular control, which is unknown therefore.</summary>
    public bool RegularControlForbidden { get; init; }

    /// <summary>The regular control was sent and got no answer, or an error: asking again may tell.</summary>
    public bool RegularControlFailed { get; init; }

    /// <summary>The regular control is still to be asked: this is a first answer.</summary>
    public bool RegularControlPending { get; init; }

    /// <summary>One workload was asked one question, and what could change the answer is still to be asked: findings may be missing.</summary>
    public bool IsFirstAnswer { get; init; }

    public ImmutableArray<TargetPosture> Targets { get; init; } = [];

    public ImmutableArray<SkippedPod> SkippedPods { get; init; } = [];

    /// <summary>Its own pods that Baseline would refuse when they are made again.</summary>
    public PodSample BelowBaseline { get; init; } = PodSample.None;

    /// <summary>How much of the namespace the verdict rests on; nothing of nothing where its pods are not known.</summary>
    public WorkloadCounts Workloads { get; init; }

    /// <summary>What its labels ask of Pod Security; null where they are not known, or nobody looked.</summary>
    public PodSecurityModes? PodSecurity { get; init; }

    /// <summary>What the verdict would be by policies alone; null where nobody looked at those. Never a verdict itself.</summary>
    public Prediction? Predicted { get; init; }

    /// <summary>
    /// Why the policy that denied the regular control lets an ephemeral container pass, as it was found by running it; null where that is not
    /// known.
    /// </summary>
    public string? Gap { get; init; }

    /// <summary>Changes of that policy that close the gap, as they were tried; empty where none is known.</summary>
    public ImmutableArray<ObjectPatch> GapMends { get; init; } = [];

    /// <summary>
    /// A policy that denies privileged ephemeral containers here, so that it stops what a mutation misses; null where none is known, and where
    /// nothing is mutated.
    /// </summary>
    public string? AlsoDeniedBy { get; init; }

    /// <summary>The last verdict other than Unknown before the present one; null when there was none, or nobody remembers.</summary>
    public Verdict? EarlierVerdict { get; init; }

    /// <summary>
    /// With what its next verdict is to be compared: the last one other than Unknown, but while a loss of protection stands the one before the
    /// loss, so that it goes on standing. Null when nobody remembers any.
    /// </summary>
    public Verdict? Compared =>
        Verdict == Verdict.Unknown || (Verdict == Verdict.Unprotected && EarlierVerdict is Verdict.Protected or Verdict.Blocked)
            ? EarlierVerdict
            : Verdict;

    /// <summary>When the answers that the verdict rests on were given; null in a single scan.</summary>
    public DateTimeOffset? JudgedAt { get; init; }

    /// <summary>Why the verdict could not be renewed since; null when the last attempt succeeded.</summary>
    public string? NotRenewedBecause { get; init; }

    /// <summary>Asking went wrong, which leaves a gap in the picture. A namespace that has nothing to probe leaves none.</summary>
    public bool CouldNotBeAsked =>
        UnknownBecause is UnknownReason.NoPermission or UnknownReason.Timeout or UnknownReason.Error or UnknownReason.NotYetProbed;

    /// <summary>RBAC refused a probe.</summary>
    public bool ProbeForbidden => Targets.Any(t => t is { UnknownBecause: UnknownReason.NoPermission, IsUnauthenticated: false });

    /// <summary>Ids of the findings about this namespace.</summary>
    public ImmutableArray<string> Findings { get; init; } = [];
}
