using System.Collections.Immutable;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Posture;
using Scanner.Core.Scheduling;
using Scanner.Worker.Caches;
using Scanner.Worker.Loops;

namespace Scanner.Worker.Work;

/// <summary>What is known of every namespace and what is due. Thread-safe; loops wait for its signals.</summary>
internal sealed class NamespaceWork : IClusterListener
{
    private readonly Lock _lock = new();
    private readonly WorkerTime _clock;
    private readonly TimeProvider _time;
    private readonly ProbeAgenda _agenda;
    private readonly Dictionary<string, KnownNamespace> _known = [];
    private ImmutableDictionary<string, Verdict> _earlier = ImmutableDictionary<string, Verdict>.Empty;
    private TimeSpan _allGuardsChanged = TimeSpan.MinValue;

    // Before the first full scan of a term nothing has been asked that a change could make untrue, and nobody may ask.
    private bool _asking;

    public NamespaceWork(AgendaOptions options, TimeProvider time)
    {
        _time = time;
        _clock = new WorkerTime(time);
        _agenda = new ProbeAgenda(options);
    }

    /// <summary>Something may be due.</summary>
    public Signal Due { get; } = new();

    /// <summary>A namespace was asked about.</summary>
    public Signal Answered { get; } = new();

    /// <summary>What is to be shown has changed.</summary>
    public Signal Changed { get; } = new();

    public AgendaOptions Options
    {
        set
        {
            lock (_lock)
                _agenda.Options = value;
            Due.Set();
        }
    }

    /// <summary>A term of leading begins: nothing is due but what <see cref="BeginFullScan"/> and changes from now on make so.</summary>
    /// <param name="earlier">Verdicts from before this process knew any.</param>
    public void BeginTerm(ImmutableDictionary<string, Verdict> earlier)
    {
        lock (_lock)
        {
            _earlier = earlier;
            foreach (var (ns, verdict) in earlier)
            {
                if (_known.TryGetValue(ns, out var known) && !known.Judged)
                    known.Knowledge = new NamespaceKnowledge(verdict);
            }
        }
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

    /// <returns>The moment from which on <see cref="Awaited"/> counts.</returns>
    public TimeSpan BeginFullScan()
    {
        TimeSpan now;
        lock (_lock)
        {
            now = _clock.Now;
            _asking = true;
            _agenda.FullScan(now);
        }

        Due.Set();
        return now;
    }

    /// <summary>Namespaces that have not been asked about since.</summary>
    public int Awaited(TimeSpan since)
    {
        lock (_lock)
            return _agenda.Awaited(since);
    }

    /// <summary>The next namespace to ask about, or how long to wait for one.</summary>
    /// <param name="repetitions">As of <see cref="ProbeAgenda.NextDueWith"/>.</param>
    public (DueNamespace? Due, TimeSpan Wait) TryTake(bool repetitions = true)
    {
        lock (_lock)
        {
            var now = _clock.Now;
            var due = _agenda.TryTake(now, repetitions);
            if (due is not null && _known.TryGetValue(due.Name, out var known))
                known.Asked = now;
            var wait = _agenda.NextDueWith(repetitions) is { } next ? next - now : Timeout.InfiniteTimeSpan;
            return (due, due is null && wait != Timeout.InfiniteTimeSpan && wait < TimeSpan.Zero ? TimeSpan.Zero : wait);
        }
    }

    /// <summary>What asking about a namespace gave.</summary>
    /// <param name="startedAt">When it began.</param>
    public void Learn(DueNamespace due, NamespacePosture posture, DateTimeOffset startedAt)
    {
        lock (_lock)
        {
            var failed = NamespaceKnowledge.IsFailure(posture);
            // What RBAC refuses will be refused again, and stand in the audit log again; the schedule is soon enough.
            _agenda.Done(due, posture.Verdict, failed && posture.UnknownBecause != UnknownReason.NoPermission, _clock.Now);
            if (_known.TryGetValue(due.Name, out var known))
            {
                var changed = Max(known.GuardChanged, _allGuardsChanged);
                known.Knowledge = known.Knowledge.Learn(posture, startedAt, changed > known.Answered);
                known.Judged = true;
                if (!failed)
                    known.Answered = known.Asked;
            }
        }

        Due.Set();
        Answered.Set();
        Changed.Set();
    }

    /// <summary>What may be said of a namespace now; null when it was not asked about yet.</summary>
    public NamespacePosture? Find(string ns, TimeSpan staleAfter)
    {
        lock (_lock)
            return _known.TryGetValue(ns, out var known) ? known.Knowledge.At(_time.GetUtcNow(), staleAfter) : null;
    }

    public void NamespaceAppeared(string ns)
    {
        lock (_lock)
        {
            _known[ns] = new KnownNamespace(_earlier.TryGetValue(ns, out var verdict) ? verdict : null);
            _agenda.Add(ns);
            if (_asking)
                _agenda.GuardChanged(ns, _clock.Now);
        }

        Due.Set();
        Changed.Set();
    }

    public void NamespaceGone(string ns)
    {
        lock (_lock)
        {
            _known.Remove(ns);
            _earlier = _earlier.Remove(ns);
            _agenda.Remove(ns);
        }

        Answered.Set();
        Changed.Set();
    }

    public void GuardChanged(string ns)
    {
        lock (_lock)
        {
            if (_known.TryGetValue(ns, out var known))
                known.GuardChanged = _clock.Now;
            if (_asking)
                _agenda.GuardChanged(ns, _clock.Now);
        }

        Due.Set();
    }

    public void AllGuardsChanged()
    {
        lock (_lock)
        {
            _allGuardsChanged = _clock.Now;
            if (_asking)
                _agenda.AllGuardsChanged(_clock.Now);
        }

        Due.Set();
    }

    public void PodsChanged(string ns)
    {
        lock (_lock)
        {
            if (_asking)
                _agenda.PodsChanged(ns, _clock.Now);
        }

        Due.Set();
    }

    public void InventoryChanged() => Changed.Set();

    public void WatchesChanged()
    {
        Changed.Set();
        Due.Set();
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private sealed class KnownNamespace(Verdict? earlier)
    {
        public NamespaceKnowledge Knowledge { get; set; } = new(earlier);

        public bool Judged { get; set; }

        public TimeSpan GuardChanged { get; set; } = TimeSpan.MinValue;

        /// <summary>When it was last asked about.</summary>
        public TimeSpan Asked { get; set; } = TimeSpan.MinValue;

        /// <summary>When the question was put that was answered last.</summary>
        public TimeSpan Answered { get; set; } = TimeSpan.MinValue;
    }
}
