using Scanner.Core.Admission.Verdicts;

namespace Scanner.Core.Scheduling;

/// <summary>
/// Decides which namespace is probed next and when. No clock and no I/O of its own: callers give the time, of one monotonic clock, and no
/// two things happen at the same time: the order of a change and a question decides whether the answer covers the change. Not for
/// concurrent use.
/// </summary>
public sealed class ProbeAgenda
{
    private AgendaOptions _options;
    private readonly Dictionary<string, AgendaEntry> _entries = [];
    private readonly SortedSet<AgendaPlace> _waiting = new(AgendaPlace.ByDue);
    private readonly SortedSet<AgendaPlace> _ready = new(AgendaPlace.ByRank);

    public ProbeAgenda(AgendaOptions options) => _options = options;

    /// <summary>May change at any time; what is under way keeps the old ones.</summary>
    public AgendaOptions Options
    {
        get => _options;
        set
        {
            _options = value;
            foreach (var entry in _entries.Values)
                Place(entry);
        }
    }

    public int Count => _entries.Count;

    /// <summary>When the next namespace falls due; null when none will by itself.</summary>
    public TimeSpan? NextDue => NextDueWith(repetitions: true);

    /// <param name="repetitions">False passes over those that are asked again only because a guard has settled, as far as they are due.</param>
    public TimeSpan? NextDueWith(bool repetitions) => NextReady(repetitions)?.Due ?? _waiting.Min?.Due;

    /// <summary>A namespace that was not there; nothing is due of it yet.</summary>
    public void Add(string ns) => _entries.TryAdd(ns, new AgendaEntry(ns));

    public void Remove(string ns)
    {
        if (_entries.Remove(ns, out var entry))
            Unplace(entry);
    }

    /// <summary>The labels of a namespace changed, or a policy inside it.</summary>
    public void GuardChanged(string ns, TimeSpan now) => Change(ns, e => e.GuardChanged = now);

    /// <summary>A policy, webhook or engine's object that can reach every namespace changed.</summary>
    public void AllGuardsChanged(TimeSpan now) => ChangeAll(e => e.ClusterGuardChanged = now);

    /// <summary>A namespace got its first pod, or a new workload.</summary>
    public void PodsChanged(string ns, TimeSpan now) => Change(ns, e => e.ChangePods(now));

    /// <summary>The full scan: every namespace that no probe has answered for since.</summary>
    public void FullScan(TimeSpan now) => ChangeAll(e => e.Scheduled = now);

    /// <summary>True while a namespace has not been asked about since <paramref name="moment"/>.</summary>
    public bool IsAwaited(string ns, TimeSpan moment) =>
        _entries.TryGetValue(ns, out var entry) && (entry.Running || entry.Started is not { } started || started < moment);

    /// <summary>Namespaces not asked about, or not answered, since <paramref name="moment"/>.</summary>
    public int Awaited(TimeSpan moment) => _entries.Keys.Count(ns => IsAwaited(ns, moment));

    /// <summary>Takes the most urgent namespace that is due; <see cref="Done"/> must follow.</summary>
    /// <param name="repetitions">As of <see cref="NextDueWith"/>.</param>
    public DueNamespace? TryTake(TimeSpan now, bool repetitions = true)
    {
        while (_waiting.Min is { } next && next.Due <= now)
        {
            _waiting.Remove(next);
            _ready.Add(next);
        }

        if (NextReady(repetitions) is not { } place)
            return null;
        var entry = _entries[place.Name];
        Unplace(entry);
        entry.Start(now, place.Reason, _options);
        return new DueNamespace(entry, place.Reason);
    }

    /// <param name="failed">Nothing was learnt, and asking again may mend that.</param>
    public void Done(DueNamespace due, Verdict verdict, bool failed, TimeSpan now)
    {
        var entry = due.Entry;
        // One that has gone meanwhile, and perhaps come back as another.
        if (_entries.GetValueOrDefault(due.Name) != entry)
            return;
        entry.Finish(verdict, failed, now, _options);
        Place(entry);
    }

    private AgendaPlace? NextReady(bool repetitions) => repetitions ? _ready.Min : _ready.FirstOrDefault(static p => !p.Reason.IsRepetition());

    /// <summary>Forgets all but the names: nothing is due, and what was taken and is still being asked counts for nothing.</summary>
    public void Reset()
    {
        foreach (var name in _entries.Keys.ToList())
        {
            Remove(name);
            _entries.Add(name, new AgendaEntry(name));
        }
    }

    private void Change(string ns, Action<AgendaEntry> change)
    {
        if (!_entries.TryGetValue(ns, out var entry))
            return;
        change(entry);
        Place(entry);
    }

    private void ChangeAll(Action<AgendaEntry> change)
    {
        foreach (var entry in _entries.Values)
        {
            change(entry);
            Place(entry);
        }
    }

    // One that is being probed is placed when it is done: a second probe beside the first would tell nothing.
    private void Place(AgendaEntry entry)
    {
        Unplace(entry);
        if (entry.Running || entry.Next(_options) is not { } place)
            return;
        entry.Place = place;
        _waiting.Add(place);
    }

    private void Unplace(AgendaEntry entry)
    {
        if (entry.Place is { } place && !_waiting.Remove(place))
            _ready.Remove(place);
        entry.Place = null;
    }
}
