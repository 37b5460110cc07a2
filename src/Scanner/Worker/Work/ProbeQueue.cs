using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Scheduling;
using Scanner.Worker.Loops;

namespace Scanner.Worker.Work;

/// <summary>What is due, and while this replica leads gives it out. Thread-safe.</summary>
internal sealed class ProbeQueue(AgendaOptions options, WorkerTime clock, WorkSignals signals)
{
    private const int FewNoted = 64;

    private readonly Lock _lock = new();
    private readonly ProbeAgenda _agenda = new(options);

    // Before the first full scan of a term nothing has been asked that a change could make untrue, and nobody may ask. But a server may still
    // answer for a moment as before a change.
    private readonly Dictionary<string, TimeSpan> _changedBefore = new(StringComparer.Ordinal);
    private TimeSpan? _allChangedBefore;
    private int _mostNoted = FewNoted;
    private bool _asking;

    public AgendaOptions Options
    {
        set
        {
            lock (_lock)
                _agenda.Options = value;
            signals.Due.Set();
        }
    }

    /// <summary>Namespaces that the last full scan still waits for.</summary>
    public int Awaited
    {
        get
        {
            lock (_lock)
                return _agenda.Awaited;
        }
    }

    /// <summary>Namespaces that were not asked in this term.</summary>
    public int Unanswered
    {
        get
        {
            lock (_lock)
                return _agenda.Unanswered;
        }
    }

    /// <summary>Makes every namespace due; the first time in a term from then on changes count too.</summary>
    public void BeginFullScan()
    {
        lock (_lock)
        {
            var now = clock.Now;
            if (!_asking)
                TakeChangesBefore(now);
            _asking = true;
            _agenda.FullScan(now);
        }

        signals.Due.Set();
    }

    /// <summary>Another may lead now: nothing is due any more, and what is being asked counts for nothing.</summary>
    public void EndTerm()
    {
        lock (_lock)
        {
            _asking = false;
            _agenda.Reset();
        }
    }

    /// <summary>The next namespace to ask about and the time of that, or how long to wait for one.</summary>
    public (DueNamespace? Due, TimeSpan Now, TimeSpan Wait) TryTake(PassOver passOver = PassOver.Nothing)
    {
        lock (_lock)
        {
            var now = clock.Now;
            if (_agenda.TryTake(now, passOver) is { } due)
                return (due, now, TimeSpan.Zero);
            if (_agenda.NextDueBut(passOver) is not { } next)
                return (null, now, Timeout.InfiniteTimeSpan);
            return (null, now, next > now ? next - now : TimeSpan.Zero);
        }
    }

    /// <inheritdoc cref="ProbeAgenda.IsOutdated"/>
    public bool IsOutdated(DueNamespace due)
    {
        lock (_lock)
            return _agenda.IsOutdated(due, clock.Now);
    }

    public void Done(DueNamespace due, Verdict verdict, AgendaOutcome outcome)
    {
        lock (_lock)
            _agenda.Done(due, verdict, outcome, clock.Now);
        signals.Answered.Set();
    }

    public void Add(string ns) => Change((agenda, now) =>
    {
        agenda.Add(ns);
        if (_asking)
            agenda.GuardChanged(ns, now);
    });

    public void Remove(string ns)
    {
        Change((agenda, _) =>
        {
            agenda.Remove(ns);
            _changedBefore.Remove(ns);
        });
        signals.Answered.Set();
    }

    /// <returns>When that was: a question from before says nothing of today.</returns>
    public TimeSpan GuardChanged(string ns) => Change((agenda, now) =>
    {
        if (_asking)
            agenda.GuardChanged(ns, now);
        else
            Note(ns, now);
    });

    /// <inheritdoc cref="GuardChanged"/>
    public TimeSpan AllGuardsChanged() => Change((agenda, now) =>
    {
        if (_asking)
            agenda.AllGuardsChanged(now);
        else
            _allChangedBefore = now;
    });

    public void PodsChanged(string ns) => Change((agenda, now) =>
    {
        if (_asking)
            agenda.PodsChanged(ns, now);
    });

    private void Note(string ns, TimeSpan now)
    {
        // A replica may follow for months, and only the last moments count.
        if (_changedBefore.Count >= _mostNoted)
        {
            foreach (var old in _changedBefore.Where(c => !IsSettling(c.Value, now)).Select(c => c.Key).ToList())
                _changedBefore.Remove(old);
            _mostNoted = Math.Max(FewNoted, _changedBefore.Count * 2);
        }

        _changedBefore[ns] = now;
    }

    private void TakeChangesBefore(TimeSpan now)
    {
        if (_allChangedBefore is { } all && IsSettling(all, now))
            _agenda.AllGuardsChanged(all);
        foreach (var (ns, at) in _changedBefore.Where(c => IsSettling(c.Value, now)))
            _agenda.GuardChanged(ns, at);
        _changedBefore.Clear();
        _allChangedBefore = null;
    }

    private bool IsSettling(TimeSpan changed, TimeSpan now) => now - changed <= _agenda.Options.Settling[^1];

    private TimeSpan Change(Action<ProbeAgenda, TimeSpan> change)
    {
        TimeSpan now;
        lock (_lock)
        {
            now = clock.Now;
            change(_agenda, now);
        }

        signals.Due.Set();
        return now;
    }
}
