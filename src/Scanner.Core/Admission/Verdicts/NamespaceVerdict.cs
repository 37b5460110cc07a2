using System.Collections.Immutable;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Probes;
using Scanner.Core.Admission.Targets;

namespace Scanner.Core.Admission.Verdicts;

/// <summary>Joins the targets of a namespace: the worst verdict stands, and Unknown only if no target gave an answer.</summary>
public static class NamespaceVerdict
{
    public static NamespacePosture Of(
        string name,
        ImmutableArray<TargetPosture> targets,
        ImmutableArray<SkippedPod> skipped,
        RegularControl control,
        DeniedBy? controlDeniedBy)
    {
        var answered = targets.Where(t => t.Verdict != Verdict.Unknown).ToList();
        var deciding = answered.Count > 0 ? answered.MinBy(t => t.Verdict) : targets.MinBy(t => Rank(t.UnknownBecause));
        if (deciding is null)
            return Unknown(name, UnknownReason.Error, "every pod that could be probed had gone meanwhile", skipped);
        return new NamespacePosture
        {
            Name = name,
            Verdict = deciding.Verdict,
            UnknownBecause = deciding.UnknownBecause,
            UnknownMessage = deciding.Verdict == Verdict.Unknown ? MessageOf(deciding) : null,
            DeniedBy = deciding.DeniedBy,
            RegularControl = control,
            RegularControlDeniedBy = controlDeniedBy,
            Targets = targets,
            // One that was over the limit may have been probed after all, in the place of a pod that had vanished.
            SkippedPods = WithoutProbed(skipped, targets),
        };
    }

    /// <param name="message">Why, in words; null when <paramref name="because"/> says it all.</param>
    public static NamespacePosture Unknown(string name, UnknownReason because, string? message, ImmutableArray<SkippedPod> skipped) => new()
    {
        Name = name,
        Verdict = Verdict.Unknown,
        UnknownBecause = because,
        UnknownMessage = message,
        SkippedPods = skipped,
    };

    private static ImmutableArray<SkippedPod> WithoutProbed(ImmutableArray<SkippedPod> skipped, ImmutableArray<TargetPosture> targets)
    {
        if (skipped.IsEmpty)
            return skipped;
        var probed = targets.Select(t => t.Pod).ToHashSet(StringComparer.Ordinal);
        return skipped.RemoveAll(s => probed.Contains(s.Pod));
    }

    // What could not be asked comes before what cannot be probed: it makes the scan incomplete, which nobody must miss.
    private static int Rank(UnknownReason? because) => because switch
    {
        UnknownReason.NoPermission => 0,
        UnknownReason.Timeout => 1,
        UnknownReason.Error => 2,
        UnknownReason.SubresourceAbsent => 3,
        _ => 4,
    };

    private static string? MessageOf(TargetPosture target) => target.Probes.FirstOrDefault(p => p.Profile == ProbeProfile.Privileged)?.Message;
}
