using System.Collections.Immutable;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;

namespace Scanner.Core.Posture;

/// <summary>
/// What a worker knows of one namespace over time: the last answer of each workload. An attempt that failed does not wipe out what was
/// learnt before: that stays, marked with its age, until it is too old to be relied on. Immutable.
/// </summary>
public sealed record NamespaceKnowledge
{
    // Of more workloads than this only the worst and the latest answers are kept: memory must not follow what a namespace holds.
    private const int MostAnswers = 256;

    /// <summary>What stands by itself, whatever was answered before: there are no pods, or the right to ask any is missing. Null while answers decide.</summary>
    internal NamespacePosture? Instead { get; private init; }

    /// <summary>When that was asked for; null before the first time.</summary>
    internal Moment? InsteadAt { get; private init; }

    /// <summary>What the last attempt gave that learnt anything; null before it.</summary>
    internal NamespacePosture? Last { get; private init; }

    /// <summary>What the regular control gave last; null before it, and where nothing is known of it.</summary>
    internal ControlAnswer? Control { get; private init; }

    /// <summary>What the last attempt gave, if it failed to renew something.</summary>
    internal NamespacePosture? Failure { get; private init; }

    /// <summary>What the right to ask is missing of, where others gave an answer: an authorizer may go by the name of a pod. As of the last attempt that was answered.</summary>
    internal ImmutableArray<TargetPosture> Refused { get; private init; } = [];

    /// <summary>When the last attempt began.</summary>
    internal Moment? LastAt { get; private init; }

    /// <summary>Answers from before do not stand, whatever their age.</summary>
    internal TimeSpan VoidBefore { get; private init; } = TimeSpan.MinValue;

    /// <summary>The verdict other than Unknown before <see cref="Definite"/>.</summary>
    internal Verdict? Earlier { get; private init; }

    /// <param name="definite">The last verdict other than Unknown, from before this knowledge began; null when nobody remembers.</param>
    public NamespaceKnowledge(string name, Verdict? definite = null)
    {
        Name = name;
        Definite = definite == Verdict.Unknown ? null : definite;
    }

    public string Name { get; }

    /// <summary>By workload, as <see cref="TargetPosture.Workload"/> names it.</summary>
    public ImmutableDictionary<string, WorkloadAnswer> Answers { get; private init; } = ImmutableDictionary<string, WorkloadAnswer>.Empty;

    /// <summary>When workloads were asked whose last question got no answer, on the monotonic clock.</summary>
    internal ImmutableDictionary<string, TimeSpan> Unanswered { get; private init; } = ImmutableDictionary<string, TimeSpan>.Empty;

    /// <summary>There are as many answers as are kept: a workload without one may have been asked all the same.</summary>
    internal bool IsFull => Answers.Count >= MostAnswers || Unanswered.Count >= MostAnswers;

    /// <summary>Whose turn it was last of those that were not open; null before anybody's.</summary>
    internal TargetPosture? LastTurn { get; private init; }

    /// <summary>False before the first attempt.</summary>
    public bool WasAsked { get; private init; }

    /// <summary>All that a round asks was asked once.</summary>
    internal bool IsRounded { get; private init; }

    /// <summary>The last attempt learnt nothing, or not all that it was to renew.</summary>
    public bool IsMissing => !WasAsked || Failure is not null || Instead is { CouldNotBeAsked: true };

    /// <summary>The last verdict other than Unknown; null when there was none.</summary>
    public Verdict? Definite { get; private init; }

    /// <summary>With what a later verdict is to be compared: while a loss of protection stands, the verdict from before it.</summary>
    public Verdict? Compared => Definite == Verdict.Unprotected && Earlier is Verdict.Protected or Verdict.Blocked ? Earlier : Definite;

    /// <summary>True for a posture that says no more than that asking went wrong.</summary>
    public static bool IsFailure(NamespacePosture posture) => posture.CouldNotBeAsked;

    /// <summary>All but what later verdicts are compared with.</summary>
    public NamespaceKnowledge Forget() => new(Name, Compared);

    /// <summary>Somebody remembers an earlier verdict. What was learnt since stays; only a verdict from before the first one is put behind it.</summary>
    /// <param name="verdict">As of <see cref="Compared"/>, by who knew the namespace last before this knowledge began.</param>
    public NamespaceKnowledge Recall(Verdict verdict) => (WasAsked, Definite, Earlier) switch
    {
        (false, _, _) => new NamespaceKnowledge(Name, verdict),
        (true, null, _) => this with { Definite = verdict },
        (true, { } definite, null) when definite != verdict => this with { Earlier = verdict },
        _ => this,
    };

    /// <param name="posture">What an attempt gave.</param>
    /// <param name="at">When it began.</param>
    /// <param name="present">Workloads that have a pod; null when that is not known.</param>
    public NamespaceKnowledge Learn(NamespacePosture posture, Moment at, IReadOnlySet<string>? present, KnowledgeTerms terms)
    {
        var next = posture switch
        {
            _ when LacksTheRight(posture) => this with { Instead = posture, InsteadAt = at, Failure = null, Refused = [] },
            _ when IsFailure(posture) => Fail(posture, at, terms),
            { Verdict: Verdict.Unknown } => this with { Instead = posture, InsteadAt = at, Failure = null, Refused = [], Answers = Answers.Clear(), Control = null },
            _ => Renew(posture, at, present, terms),
        };
        next = next with
        {
            LastAt = at,
            WasAsked = true,
            Unanswered = UnansweredAfter(posture, at, present),
            LastTurn = posture.Targets.LastOrDefault(t => Answers.GetValueOrDefault(t.Workload) is not { IsOpen: true }) ?? LastTurn,
        };
        var verdict = KnowledgeReading.Of(next, at, terms).Posture.Verdict;
        return verdict == Verdict.Unknown || verdict == Definite ? next : next with { Definite = verdict, Earlier = Definite };
    }

    // Whoever the server does not know has lost no right: its token is about to be renewed.
    private static bool LacksTheRight(NamespacePosture posture) =>
        posture.UnknownBecause == UnknownReason.NoPermission && (posture.Targets.IsEmpty || posture.ProbeForbidden);

    private ImmutableDictionary<string, TimeSpan> UnansweredAfter(NamespacePosture posture, Moment at, IReadOnlySet<string>? present)
    {
        var asked = Unanswered;
        foreach (var target in posture.Targets)
            asked = target.Verdict == Verdict.Unknown ? asked.SetItem(target.Workload, at.Clock) : asked.Remove(target.Workload);
        if (present is not null)
            asked = asked.RemoveRange(asked.Keys.Where(w => !present.Contains(w)));
        return asked.Count > MostAnswers ? asked.RemoveRange(asked.OrderBy(a => a.Value).Take(asked.Count - MostAnswers).Select(a => a.Key)) : asked;
    }

    // It was to confirm an answer that may be that of a moment before the change. As it does not, that one counts for nothing.
    // A right that was missing is not there again because an attempt failed.
    private NamespaceKnowledge Fail(NamespacePosture posture, Moment at, KnowledgeTerms terms)
    {
        var settled = SettledBefore(at, terms);
        return this with { Instead = Instead is { CouldNotBeAsked: true } ? Instead : null, Failure = posture, VoidBefore = settled > VoidBefore ? settled : VoidBefore };
    }

    private static TimeSpan SettledBefore(Moment at, KnowledgeTerms terms) =>
        terms.Changed == TimeSpan.MinValue || terms.Changed >= at.Clock ? TimeSpan.MinValue : terms.Changed + terms.Settling;

    private NamespaceKnowledge Renew(NamespacePosture posture, Moment at, IReadOnlySet<string>? present, KnowledgeTerms terms)
    {
        var answers = Answers.ToBuilder();
        // Two pods of one workload may have been asked, one of them with a privileged container: the worse answer is the workload's.
        foreach (var target in posture.Targets.Where(t => t.Verdict != Verdict.Unknown).OrderByDescending(t => t.Verdict))
            answers[target.Workload] = new WorkloadAnswer(target, at);
        if (present is not null)
            answers.RemoveRange(answers.Keys.Where(w => !present.Contains(w)).ToList());
        if (answers.Count > MostAnswers)
            answers.RemoveRange(answers.OrderByDescending(a => a.Value.Target.Verdict).ThenBy(a => a.Value.At.Clock).Take(answers.Count - MostAnswers).Select(a => a.Key).ToList());
        return this with
        {
            Instead = null,
            Last = posture,
            Failure = null,
            Refused = [.. posture.Targets.Where(t => t is { UnknownBecause: UnknownReason.NoPermission, IsUnauthenticated: false })],
            Answers = answers.ToImmutable(),
            Control = Renew(Control, posture, at, terms),
            IsRounded = IsRounded || !posture.IsFirstAnswer,
        };
    }

    // A question that got no answer, or was not put this time, takes nothing away from the answer of before.
    private static ControlAnswer? Renew(ControlAnswer? known, NamespacePosture posture, Moment at, KnowledgeTerms terms) => posture switch
    {
        { RegularControlPending: true } or { RegularControl: RegularControl.NotAsked } => known,
        // As with a failure of the whole: what it was to confirm may be the answer of a moment before the change.
        { RegularControlFailed: true } => known?.At.Clock < SettledBefore(at, terms) ? null : known,
        _ => new ControlAnswer(new RegularAnswer(posture.RegularControl, posture.RegularControlDeniedBy) { Forbidden = posture.RegularControlForbidden }, at),
    };
}
