using System.Collections.Immutable;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Targets;
using Scanner.Core.Admission.Verdicts;

namespace Scanner.Core.Posture;

/// <summary>What may be said of a namespace at one moment.</summary>
/// <param name="Until">On the monotonic clock: after it an answer is too old.</param>
/// <param name="Oldest">When the oldest answer that stands was given: a later <see cref="KnowledgeTerms.Floor"/> voids it.</param>
public sealed record KnowledgeReading(NamespacePosture Posture, TimeSpan Until, TimeSpan Oldest)
{
    /// <param name="now">Not before any moment that <paramref name="known"/> has learnt of.</param>
    public static KnowledgeReading Of(NamespaceKnowledge known, Moment now, KnowledgeTerms terms)
    {
        if (!known.WasAsked)
            return For(NotAsked(known, "it has not been asked yet"));
        if (known.Instead is { } instead)
            return Instead(known, instead, now, terms);
        var floor = Max(terms.Floor, known.VoidBefore);
        var standing = known.Answers.Values.Where(a => Stands(a.At)).ToList();
        var control = known.Control is { } asked && Stands(asked.At) ? asked : null;
        var oldest = standing.Select(a => a.At.Clock).Append(control?.At.Clock ?? TimeSpan.MaxValue).Min();
        var until = Sum(oldest, terms.StaleAfter);
        // A workload that was open stays in doubt until it is asked itself: what others answer says nothing of it.
        var doubt = known.Answers.Values.Where(a => a.IsOpen && !standing.Contains(a)).MinBy(a => a.At.Clock);
        if (standing.Count > 0 && (doubt is null || standing.Exists(a => a.IsOpen)))
            return new KnowledgeReading(Standing(known, standing, control?.Answer), until, oldest);
        return new KnowledgeReading(InDoubt(known, doubt ?? known.Answers.Values.MaxBy(a => a.At.Clock), now, terms), until, oldest);

        bool Stands(Moment at) => at.Clock >= floor && now.Clock - at.Clock <= terms.StaleAfter;
    }

    // What was found there is not known for ever either. A right that is missing stays missing until an answer says otherwise.
    private static KnowledgeReading Instead(NamespaceKnowledge known, NamespacePosture instead, Moment now, KnowledgeTerms terms)
    {
        var at = known.InsteadAt!;
        var until = instead.CouldNotBeAsked ? TimeSpan.MaxValue : Sum(at.Clock, terms.StaleAfter);
        var posture = now.Clock <= until
            ? instead with { NotRenewedBecause = NotRenewedBecause(known) }
            : NamespaceVerdict.Unknown(
                known.Name, UnknownReason.NotYetProbed, $"last known {instead.UnknownBecause} at {at.Wall:u}, too old to rely on: it was not asked about again", instead.SkippedPods);
        return new KnowledgeReading(posture with { JudgedAt = at.Wall, EarlierVerdict = known.Definite }, until, TimeSpan.MaxValue);
    }

    private static KnowledgeReading For(NamespacePosture posture) => new(posture, TimeSpan.MaxValue, TimeSpan.MaxValue);

    /// <param name="control">The answer that stands; null when there is none.</param>
    private static NamespacePosture Standing(NamespaceKnowledge known, List<WorkloadAnswer> standing, RegularAnswer? control)
    {
        var last = known.Last!;
        // By name: what is said of the namespace names the first of them, and must not change with whose turn it was last.
        ImmutableArray<TargetPosture> targets = [.. standing.Select(a => a.Target).Concat(known.Refused).OrderBy(t => t.Workload, StringComparer.Ordinal)];
        // Where nothing was admitted nobody asks about regular containers, and an answer of before says nothing that matters.
        var isAsked = last.RegularControl != RegularControl.NotAsked || standing.Exists(a => a.Target.Verdict is Verdict.Unprotected or Verdict.Sanitized);
        control = isAsked ? control ?? new RegularAnswer(RegularControl.Unknown) : new RegularAnswer(RegularControl.NotAsked);
        var posture = NamespaceVerdict.Of(known.Name, targets, last.SkippedPods, control.Control, control.DeniedBy);
        return posture with
        {
            RegularControlForbidden = control.Forbidden,
            IsFirstAnswer = last.IsFirstAnswer && (!known.IsRounded || control.Control == RegularControl.Unknown),
            BelowBaseline = last.BelowBaseline,
            Workloads = new WorkloadCounts(targets.Select(t => t.Workload).Distinct().Count(), last.Workloads.All),
            JudgedAt = standing.Where(a => a.Target.Verdict == posture.Verdict).MaxBy(a => a.At.Clock)!.At.Wall,
            EarlierVerdict = posture.Verdict == known.Definite ? known.Earlier : known.Definite,
            NotRenewedBecause = NotRenewedBecause(known),
        };
    }

    private static string? NotRenewedBecause(NamespaceKnowledge known) =>
        known.Failure is { } failure ? failure.UnknownMessage ?? failure.UnknownBecause.ToString() : null;

    /// <param name="answer">That does not stand any more; null when there is none.</param>
    private static NamespacePosture InDoubt(NamespaceKnowledge known, WorkloadAnswer? answer, Moment now, KnowledgeTerms terms)
    {
        var failure = known.Failure;
        if (answer is null)
            return (failure ?? NotAsked(known, "no pod has answered")) with { JudgedAt = known.LastAt!.Wall, EarlierVerdict = known.Definite };
        var old = now.Clock - answer.At.Clock > terms.StaleAfter;
        var refused = known.Refused.FirstOrDefault(t => t.Workload == answer.Target.Workload);
        var because = failure?.UnknownBecause ?? refused?.UnknownBecause ?? (old ? UnknownReason.Error : UnknownReason.NotYetProbed);
        var why = NotRenewedBecause(known) ?? (refused is null ? "it was not asked about again" : "it may not be asked about any more");
        var doubt = old ? "too old to rely on" : "what decides about admission has changed since";
        return NamespaceVerdict.Unknown(
            known.Name, because, $"last known {answer.Target.Verdict} at {answer.At.Wall:u}, {doubt}: {why}", known.Last?.SkippedPods ?? []) with
        {
            Targets = known.Refused,
            JudgedAt = old || failure is null ? answer.At.Wall : known.LastAt!.Wall,
            EarlierVerdict = known.Definite,
        };
    }

    private static NamespacePosture NotAsked(NamespaceKnowledge known, string message) =>
        NamespaceVerdict.Unknown(known.Name, UnknownReason.NotYetProbed, message, []) with { EarlierVerdict = known.Definite };

    private static TimeSpan Sum(TimeSpan moment, TimeSpan time) => moment > TimeSpan.MaxValue - time ? TimeSpan.MaxValue : moment + time;

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
