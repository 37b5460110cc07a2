using Scanner.Core.Admission.Verdicts;

namespace Scanner.Core.Scheduling;

/// <summary>
/// Decides which namespace is probed next and when. No clock and no I/O of its own: callers give the time, of one monotonic clock, and no
/// two things happen at the same time: the order of a change and a question decides whether the answer covers the change. Not for
/// concurrent use.
/// </summary>
public sealed class ProbeAgenda
{
    private readonly Dictionary<string, AgendaEntry> _entries = [];
    private readonly SortedSet<AgendaPlace> _waiting = new(AgendaPlace.ByTime);

    // Few at any time: as many as are asked within the least distance. What concerns every namespace is worked out for each of them.
    private readonly SortedSet<AgendaPlace> _resting = new(AgendaPlace.ByTime);
    private readonly AgendaLane _answering = new();
    private readonly AgendaLane _hanging = new();
    private readonly ClusterMarks _marks = new();
    private readonly HashSet<AgendaEntry> _awaited = [];
    private AgendaOptions _options;
    private TimeSpan _now = TimeSpan.MinValue;
    private bool _servedOverdue;
    private bool _restingIsOld;

    public ProbeAgenda(AgendaOptions options) => _options = options;

    /// <summary>May change at any time; what is under way keeps the old ones.</summary>
    public AgendaOptions Options
    {
        get => _options;
        set
        {
            _options = value;
            foreach (var entry in _entries.Values.Where(e => !e.Running))
                Rest(entry);
        }
    }

    public int Count => _entries.Count;

    /// <summary>Namespaces that were not asked, or not in all depth, or gave no answer yet, since the last full scan began.</summary>
    public int Awaited => _awaited.Count;

    /// <summary>Namespaces that were never asked, or gave no answer yet.</summary>
    public int Unanswered { get; private set; }

    /// <summary>When the next namespace falls due; null when none will by itself.</summary>
    public TimeSpan? NextDue => NextDueBut(PassOver.Nothing);

    /// <param name="passOver">Who does not count if due now; of others nobody knows before their time.</param>
    public TimeSpan? NextDueBut(PassOver passOver)
    {
        PlaceResting();
        TimeSpan? next = _waiting.Min?.At;
        foreach (var due in Heads(passOver).Select(h => h.Want.Due)
            .Concat(new[] { _answering, _hanging }.Select(l => l.NextMark(_now, _marks, _options)).OfType<TimeSpan>()))
        {
            if (!(next <= due))
                next = due;
        }

        return next;
    }

    /// <summary>A namespace that was not there; nothing is due of it yet.</summary>
    public void Add(string ns)
    {
        var entry = new AgendaEntry(ns, _marks.Latest);
        if (!_entries.TryAdd(ns, entry))
            return;
        Unanswered++;
        _answering.Seat(entry);
    }

    public void Remove(string ns)
    {
        if (!_entries.Remove(ns, out var entry))
            return;
        Leave(entry);
        _awaited.Remove(entry);
        Unanswered -= entry.IsAnswered ? 0 : 1;
    }

    /// <summary>The labels of a namespace changed, or a policy inside it.</summary>
    public void GuardChanged(string ns, TimeSpan now) => Change(ns, e => e.ChangeGuard(now));

    /// <summary>A policy, webhook or engine's object that can reach every namespace changed.</summary>
    public void AllGuardsChanged(TimeSpan now)
    {
        _marks.Changes.Add(now);
        _restingIsOld = true;
    }

    /// <summary>A namespace got its first pod, or a workload of it came or went.</summary>
    public void PodsChanged(string ns, TimeSpan now) => Change(ns, e => e.ChangePods(now));

    /// <summary>The full scan: every namespace that no probe has answered for since. Those that hang are due too, and nobody waits for them.</summary>
    public void FullScan(TimeSpan now)
    {
        _marks.Scans.Add(now);
        _awaited.Clear();
        _awaited.UnionWith(_entries.Values.Where(e => !e.Hangs));
        _restingIsOld = true;
    }

    /// <summary>True while a namespace has not been asked about since <paramref name="moment"/>, or has not answered.</summary>
    public bool IsAwaited(string ns, TimeSpan moment) =>
        _entries.TryGetValue(ns, out var entry) && (entry.Running || !entry.WasAsked || entry.Covered < moment);

    /// <summary>Takes the most urgent namespace that is due; <see cref="Done"/> must follow.</summary>
    public DueNamespace? TryTake(TimeSpan now, PassOver passOver = PassOver.Nothing)
    {
        _now = now;
        WakeRested();
        PlaceResting();
        PlaceDue();
        if (Choose(Heads(passOver)) is not { } turn)
            return null;
        var (entry, first) = (turn.Entry, !turn.Entry.WasAsked);
        Leave(entry);
        entry.Start(now, turn.Want.Reason, _options);
        return new DueNamespace(entry, turn.Want.Reason, first, _servedOverdue);
    }

    /// <summary>
    /// Its guard has changed since it was taken for something that nobody waits for: what it answers counts for nothing, and without it the
    /// change would be asked about at once.
    /// </summary>
    public bool IsOutdated(DueNamespace due, TimeSpan now) =>
        due.Reason.IsBackground()
        && _entries.GetValueOrDefault(due.Name) == due.Entry
        && due.Entry.OwnWants(_options).Any(w => w.Reason == DueReason.Guard && w.Due <= now);

    public void Done(DueNamespace due, Verdict verdict, AgendaOutcome outcome, TimeSpan now)
    {
        var entry = due.Entry;
        // One that has gone meanwhile, and perhaps come back as another.
        if (_entries.GetValueOrDefault(due.Name) != entry)
            return;
        _now = now;
        Unanswered -= entry.IsAnswered || outcome == AgendaOutcome.Outdated ? 0 : 1;
        entry.Finish(verdict, outcome, now, _options);
        if (outcome != AgendaOutcome.FirstAnswer && entry.Covered >= _marks.Scans.Last)
            _awaited.Remove(entry);
        if (entry.RestsUntil(_options) > now)
            Rest(entry);
        else
            Seat(entry);
        _marks.ForgetBefore(Min(_answering.Oldest, _hanging.Oldest) ?? entry.Covered);
    }

    /// <summary>Forgets all but the names: nothing is due, and what was taken and is still being asked counts for nothing.</summary>
    public void Reset()
    {
        _marks.Clear();
        foreach (var name in _entries.Keys.ToList())
        {
            Remove(name);
            Add(name);
        }
    }

    // Overload must not mean that some are never asked: who has waited beyond all measure has every other turn, however little urgent.
    private AgendaTurn? Choose(IEnumerable<AgendaTurn> heads)
    {
        AgendaTurn? urgent = null, oldest = null;
        foreach (var head in heads)
        {
            if (urgent is null || AgendaTurn.Order.Compare(head, urgent) < 0)
                urgent = head;
            if (oldest is null || head.Want.Since < oldest.Want.Since)
                oldest = head;
        }

        _servedOverdue = !_servedOverdue && oldest is not null && _now - oldest.Want.Since > _options.Patience;
        return _servedOverdue ? oldest : urgent;
    }

    private IEnumerable<AgendaTurn> Heads(PassOver passOver)
    {
        var heads = _answering.Heads(_now, _marks, _options, passOver);
        return passOver.HasFlag(PassOver.Hanging) ? heads : heads.Concat(_hanging.Heads(_now, _marks, _options, passOver));
    }

    private void Change(string ns, Action<AgendaEntry> change)
    {
        if (!_entries.TryGetValue(ns, out var entry))
            return;
        change(entry);
        // One that is being probed is placed when it is done: a second probe beside the first would tell nothing.
        if (!entry.Running)
            Wait(entry);
    }

    private void Rest(AgendaEntry entry)
    {
        Leave(entry);
        entry.Spots.Resting = new AgendaPlace(entry.RestsUntil(_options), entry);
        _resting.Add(entry.Spots.Resting);
        Wait(entry);
    }

    private void Seat(AgendaEntry entry)
    {
        Leave(entry);
        LaneOf(entry).Seat(entry);
        Wait(entry);
    }

    private void WakeRested()
    {
        while (_resting.Min is { } place && place.At <= _now)
            Seat(place.Entry);
    }

    // By the next look, not by each change: who installs an engine makes hundreds at once.
    private void PlaceResting()
    {
        if (!_restingIsOld)
            return;
        _restingIsOld = false;
        foreach (var place in _resting)
            Wait(place.Entry);
    }

    /// <summary>Until the first of its wants falls due. What is due already is ranked by the next look.</summary>
    private void Wait(AgendaEntry entry) => Wait(entry, Wants(entry));

    private void Wait(AgendaEntry entry, IEnumerable<AgendaWant> wants)
    {
        LaneOf(entry).NoTurn(entry);
        NoWait(entry);
        TimeSpan? first = null;
        foreach (var want in wants)
            first = Min(first, want.Due);
        if (first is not { } at)
            return;
        entry.Spots.Waiting = new AgendaPlace(at, entry);
        _waiting.Add(entry.Spots.Waiting);
    }

    // Of all that an entry is due for the most urgent counts; of what is more urgent still it is told when that falls due.
    private void PlaceDue()
    {
        while (_waiting.Min is { } place && place.At <= _now)
        {
            var (entry, wants) = (place.Entry, Wants(place.Entry).ToList());
            AgendaWant? best = null;
            foreach (var want in wants.Where(w => w.Due <= _now))
                best = best is { } other && Compare(other, want) <= 0 ? other : want;
            Wait(entry, wants.Where(w => w.Due > _now && (best is not { } now || w.Reason.Urgency() < now.Reason.Urgency())));
            if (best is { } turn)
                LaneOf(entry).Turn(entry, turn);
        }
    }

    private IEnumerable<AgendaWant> Wants(AgendaEntry entry) =>
        entry.Spots.Resting is null ? entry.OwnWants(_options) : entry.OwnWants(_options).Concat(entry.ClusterWants(_marks, _options));

    private AgendaLane LaneOf(AgendaEntry entry) => entry.Hangs ? _hanging : _answering;

    private void Leave(AgendaEntry entry)
    {
        entry.Spots.Lane?.Leave(entry);
        NoWait(entry);
        if (entry.Spots.Resting is { } resting)
            _resting.Remove(resting);
        entry.Spots.Resting = null;
    }

    private void NoWait(AgendaEntry entry)
    {
        if (entry.Spots.Waiting is { } waiting)
            _waiting.Remove(waiting);
        entry.Spots.Waiting = null;
    }

    private static int Compare(AgendaWant a, AgendaWant b)
    {
        var order = a.Reason.Urgency().CompareTo(b.Reason.Urgency());
        return order != 0 ? order : a.Since.CompareTo(b.Since);
    }

    private static TimeSpan? Min(TimeSpan? a, TimeSpan? b) => a is null || b < a ? b : a;
}
