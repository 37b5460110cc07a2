using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Scheduling;
using Scanner.Worker.Loops;

namespace Scanner.Worker.Work;

/// <summary>What is due, and while this replica leads gives it out. Thread-safe.</summary>
internal sealed class ProbeQueue(AgendaOptions options, WorkerTime clock, WorkSignals signals)
{
    private readonly Lock _lock = new();
    private readonly ProbeAgenda _agenda = new(options);

    // Before the first full scan of a term nothing has been asked that a change could make untrue, and nobody may ask.
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
            _asking = true;
            _agenda.FullScan(clock.Now);
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
        Change((agenda, _) => agenda.Remove(ns));
        signals.Answered.Set();
    }

    /// <returns>When that was: a question from before says nothing of today.</returns>
    public TimeSpan GuardChanged(string ns) => Change((agenda, now) =>
    {
        if (_asking)
            agenda.GuardChanged(ns, now);
    });

    /// <inheritdoc cref="GuardChanged"/>
    public TimeSpan AllGuardsChanged() => Change((agenda, now) =>
    {
        if (_asking)
            agenda.AllGuardsChanged(now);
    });

    public void PodsChanged(string ns) => Change((agenda, now) =>
    {
        if (_asking)
            agenda.PodsChanged(ns, now);
    });

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
