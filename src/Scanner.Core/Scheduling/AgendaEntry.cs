using Scanner.Core.Admission.Verdicts;

namespace Scanner.Core.Scheduling;

/// <summary>What the agenda knows of one namespace. All times are of one monotonic clock.</summary>
/// <param name="joined">What happened to all namespaces up to then is no business of this one: it was not there.</param>
internal sealed class AgendaEntry(string name, TimeSpan joined)
{
    private TimeSpan? _started;
    private TimeSpan? _startedBefore;
    private TimeSpan? _roundStart;
    private bool _roundIsOwn;
    private bool _repeatedInRound;
    private int _failures;
    private TimeSpan? _guardChanged;
    private TimeSpan? _guardLastChanged;
    private TimeSpan? _podsChanged;
    private TimeSpan? _retry;
    private TimeSpan? _depth;

    public string Name { get; } = name;

    public bool Running { get; private set; }

    /// <summary>Its last attempt got no answer in time.</summary>
    public bool Hangs { get; private set; }

    public bool WasAsked => _started is not null;

    /// <summary>An attempt has ended, whatever it gave.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>What was wanted before is answered by the last question, which began then.</summary>
    public TimeSpan Covered => _started ?? joined;

    /// <summary>
    /// Order among equals, least first: who was never asked, then those that can turn Unprotected. One that is so already has the least
    /// to tell.
    /// </summary>
    public int Rank { get; private set; }

    /// <summary>Below the values of <see cref="Rank"/>.</summary>
    public const int Ranks = 4;

    private const int OpenRank = 3;

    public AgendaSpots Spots { get; } = new();

    public void ChangeGuard(TimeSpan now)
    {
        _guardLastChanged = now;
        if (_guardChanged is not { } first || !IsUnanswered(first))
            _guardChanged = now;
    }

    // The first, not the last: a namespace whose pods never come to rest must have its turn too.
    public void ChangePods(TimeSpan now)
    {
        if (_podsChanged is not { } first || !IsUnanswered(first))
            _podsChanged = now;
    }

    public void Start(TimeSpan now, DueReason reason, AgendaOptions options)
    {
        if ((reason.IsRepetition() || MayInterrupt(reason)) && MayRepeat(now, options))
            _repeatedInRound = true;
        else if (reason != DueReason.Depth || RestsUntil(options) <= now)
            (_roundStart, _roundIsOwn, _repeatedInRound) = (now, reason is DueReason.Guard or DueReason.OpenGuardSettled or DueReason.GuardSettled or DueReason.Pods, false);
        (_startedBefore, _started) = (_started, now);
        (_retry, _depth) = (null, null);
        Running = true;
    }

    public void Finish(Verdict verdict, AgendaOutcome outcome, TimeSpan now, AgendaOptions options)
    {
        Running = false;
        if (outcome == AgendaOutcome.Outdated)
        {
            _started = _startedBefore;
            return;
        }

        IsAnswered = true;
        Rank = verdict switch { Verdict.Unknown => 2, Verdict.Unprotected => OpenRank, _ => 1 };
        Hangs = outcome == AgendaOutcome.Hung;
        _depth = outcome == AgendaOutcome.FirstAnswer ? now : null;
        // One question is no round: whatever changes next must not wait for it.
        if (_depth is not null)
            _roundStart = null;
        var failed = outcome is AgendaOutcome.Failed or AgendaOutcome.Hung;
        _failures = failed ? _failures + 1 : 0;
        if (outcome == AgendaOutcome.Unfinished)
            _retry = now;
        if (!failed)
            return;
        var pause = options.FirstRetry * Math.Pow(2, Math.Min(_failures - 1, 20));
        _retry = now + (pause < options.LongestRetry ? pause : options.LongestRetry);
    }

    /// <summary>Until then nothing but a repetition, or a change in its place, may follow; the beginning of time when it was never asked.</summary>
    public TimeSpan RestsUntil(AgendaOptions options) => _roundStart is { } start ? start + options.MinInterval : TimeSpan.MinValue;

    /// <summary>What it wants for reasons of its own.</summary>
    public IEnumerable<AgendaWant> OwnWants(AgendaOptions options)
    {
        if (_guardChanged is { } first && IsUnanswered(first))
            yield return MayInterrupt(DueReason.Guard) ? Repeated(first, DueReason.Guard, options) : New(first, DueReason.Guard, options);
        if (_guardLastChanged is { } last && Settled(last, options) is { } at)
            yield return Repeated(at, Rank == OpenRank ? DueReason.OpenGuardSettled : DueReason.GuardSettled, options);
        if (_podsChanged is { } pods && IsUnanswered(pods))
            yield return New(pods + options.PodDebounce, DueReason.Pods, options);
        if (_retry is { } retry)
            yield return New(retry, DueReason.Retry, options);
        if (_depth is { } depth)
            yield return new AgendaWant(depth, DueReason.Depth, depth);
    }

    /// <summary>What it wants as every namespace does.</summary>
    public IEnumerable<AgendaWant> ClusterWants(ClusterMarks marks, AgendaOptions options)
    {
        if (marks.Changes.FirstAfter(Covered) is { } change)
            yield return New(change, DueReason.ClusterGuard, options);
        if (marks.Changes.Last > joined && Settled(marks.Changes.Last, options) is { } at)
            yield return Repeated(at, DueReason.ClusterGuardSettled, options);
        if (marks.Scans.FirstAfter(Covered) is { } scan)
            yield return New(scan, DueReason.Schedule, options);
    }

    private TimeSpan? Settled(TimeSpan changed, AgendaOptions options)
    {
        foreach (var after in options.Settling)
        {
            if (IsUnanswered(changed + after))
                return changed + after;
        }

        return null;
    }

    private AgendaWant New(TimeSpan wanted, DueReason reason, AgendaOptions options)
    {
        var rest = RestsUntil(options);
        return new AgendaWant(rest > wanted ? rest : wanted, reason, wanted);
    }

    private AgendaWant Repeated(TimeSpan at, DueReason reason, AgendaOptions options) =>
        MayRepeat(at, options) ? new AgendaWant(at, reason, at) : New(at, reason, options);

    // Later than the least distance it is a round of its own, and counts as one.
    private bool MayRepeat(TimeSpan at, AgendaOptions options) => _roundStart is not null && !_repeatedInRound && at < RestsUntil(options);

    // Somebody waits for what a new label does, and nobody for a round of the schedule: the change comes in place of its repetition.
    private bool MayInterrupt(DueReason reason) => reason == DueReason.Guard && !_roundIsOwn;

    private bool IsUnanswered(TimeSpan wanted) => _started is not { } started || started < wanted;
}
