using Scanner.Core.Admission.Verdicts;

namespace Scanner.Core.Scheduling;

/// <summary>What the agenda knows of one namespace. All times are of one monotonic clock.</summary>
internal sealed class AgendaEntry(string name)
{
    private TimeSpan? _roundStart;
    private bool _repeatedInRound;
    private int _failures;

    public string Name { get; } = name;

    public bool Running { get; set; }

    /// <summary>When its last probe began; what was wanted before is answered by it.</summary>
    public TimeSpan? Started { get; private set; }

    public TimeSpan? GuardChanged { get; set; }

    public TimeSpan? ClusterGuardChanged { get; set; }

    /// <summary>The first change of pods that no probe has answered for.</summary>
    public TimeSpan? PodsChanged { get; private set; }

    public TimeSpan? Scheduled { get; set; }

    public TimeSpan? Retry { get; private set; }

    /// <summary>Null before the first.</summary>
    public Verdict? Verdict { get; private set; }

    /// <summary>Where the set of waiting or ready entries has it; null in neither.</summary>
    public AgendaPlace? Place { get; set; }

    // The first, not the last: a namespace whose pods never come to rest must have its turn too.
    public void ChangePods(TimeSpan now)
    {
        if (PodsChanged is not { } first || !IsUnanswered(first))
            PodsChanged = now;
    }

    public void Start(TimeSpan now, DueReason reason, AgendaOptions options)
    {
        var repetition = reason.IsRepetition();
        if (repetition && MayRepeat(now, options))
            _repeatedInRound = true;
        else
            (_roundStart, _repeatedInRound) = (now, false);
        Started = now;
        Retry = null;
        Running = true;
    }

    /// <param name="failed">Nothing was learnt that asking again could not mend.</param>
    public void Finish(Verdict verdict, bool failed, TimeSpan now, AgendaOptions options)
    {
        Running = false;
        Verdict = verdict;
        _failures = failed ? _failures + 1 : 0;
        if (!failed)
            return;
        var pause = options.FirstRetry * Math.Pow(2, Math.Min(_failures - 1, 20));
        Retry = now + (pause < options.LongestRetry ? pause : options.LongestRetry);
    }

    /// <summary>The earliest and, among equals, most urgent thing to do; null when there is none.</summary>
    public AgendaPlace? Next(AgendaOptions options)
    {
        AgendaPlace? best = null;
        Guard(GuardChanged, DueReason.Guard, DueReason.GuardSettled);
        Guard(ClusterGuardChanged, DueReason.ClusterGuard, DueReason.ClusterGuardSettled);
        if (PodsChanged is { } pods && IsUnanswered(pods))
            Take(NewRound(pods + options.PodDebounce), DueReason.Pods);
        if (Retry is { } retry)
            Take(NewRound(retry), DueReason.Retry);
        if (Scheduled is { } scheduled && IsUnanswered(scheduled))
            Take(NewRound(scheduled), DueReason.Schedule);
        return best;

        void Guard(TimeSpan? changed, DueReason atOnce, DueReason settled)
        {
            if (changed is not { } at)
                return;
            if (IsUnanswered(at))
                Take(NewRound(at), atOnce);
            foreach (var after in options.Settling)
            {
                if (IsUnanswered(at + after))
                {
                    Take(MayRepeat(at + after, options) ? at + after : NewRound(at + after), settled);
                    break;
                }
            }
        }

        void Take(TimeSpan due, DueReason reason)
        {
            var place = new AgendaPlace(due, reason, Rank(reason), Name);
            if (best is null || place.Due < best.Due || (place.Due == best.Due && place.Reason < best.Reason))
                best = place;
        }

        TimeSpan NewRound(TimeSpan wanted) =>
            _roundStart is { } start && start + options.MinInterval > wanted ? start + options.MinInterval : wanted;
    }

    // Later than the least distance it is a round of its own, and counts as one.
    private bool MayRepeat(TimeSpan at, AgendaOptions options) =>
        _roundStart is { } start && !_repeatedInRound && at < start + options.MinInterval;

    private bool IsUnanswered(TimeSpan wanted) => Started is not { } started || started < wanted;

    // Among equally urgent namespaces those first that can turn Unprotected; one that is so already has the least to tell.
    private int Rank(DueReason reason) => (int)reason * 3 + Verdict switch
    {
        null or Admission.Verdicts.Verdict.Unknown => 1,
        Admission.Verdicts.Verdict.Unprotected => 2,
        _ => 0,
    };
}
