using Scanner.Publishing.Notifications;

namespace Scanner.Worker.Notifications;

/// <summary>Alertmanager forgets an alert that is not sent again: whatever stands goes out in rounds. Thread-safe.</summary>
/// <param name="isOn">False for forms of which each message is sent once.</param>
internal sealed class StandingAlerts(bool isOn, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Queue<FindingChange> _round = [];
    private readonly HashSet<string> _changed = [];
    private long? _begunAt;

    /// <summary>Changes in one message.</summary>
    public int MostInOne => isOn ? AlertmanagerForm.MostAlerts : 1;

    /// <summary>Begins a round when one is due.</summary>
    /// <param name="standing">Read only then: there may be many.</param>
    /// <returns>Whether there is something to send.</returns>
    public bool BeginIfDue(IReadOnlyCollection<StandingFinding> standing)
    {
        lock (_lock)
        {
            if (!isOn || _round.Count > 0 || (_begunAt is { } at && time.GetElapsedTime(at) < AlertmanagerForm.Resend))
                return _round.Count > 0;
            _begunAt = time.GetTimestamp();
            _changed.Clear();
            foreach (var (finding, since) in standing)
                _round.Enqueue(new FindingChange(ChangeKind.Appeared, finding, null, since, since));
            return _round.Count > 0;
        }
    }

    /// <summary>What the present round has to say of them is not so any more, and is sent by itself.</summary>
    public void Leave(IEnumerable<FindingChange> changes)
    {
        lock (_lock)
        {
            if (_round.Count > 0)
                _changed.UnionWith(changes.Select(c => c.Finding.Id));
        }
    }

    /// <summary>Another tells from now on; the first round of the next term is due at once.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _round.Clear();
            _begunAt = null;
        }
    }

    /// <summary>The next ones of the present round; empty when it is over.</summary>
    public IReadOnlyList<FindingChange> TakeNext()
    {
        lock (_lock)
        {
            List<FindingChange> next = [];
            while (next.Count < MostInOne && _round.TryDequeue(out var change))
            {
                if (!_changed.Contains(change.Finding.Id))
                    next.Add(change);
            }

            return next;
        }
    }
}
