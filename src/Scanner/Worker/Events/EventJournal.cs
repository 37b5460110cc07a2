using System.Collections.Immutable;
using Scanner.Publishing.Events;

namespace Scanner.Worker.Events;

/// <summary>
/// What is to be written of the changes of verdicts: joins repetitions into series, keeps to a rate, and holds a limited number. Thread-safe;
/// no I/O.
/// </summary>
internal sealed class EventJournal
{
    /// <summary>A series ends when nothing is added to it for so long, as with client-go.</summary>
    public static readonly TimeSpan SeriesEnds = TimeSpan.FromMinutes(6);

    /// <summary>Changes that wait to be written, at most.</summary>
    public const int MostWaiting = 1000;

    /// <summary>Writes at once after a pause, and one more for each <see cref="s_refill"/>.</summary>
    public const int Burst = 100;

    private const int MostFailures = 6;

    private static readonly TimeSpan s_refill = TimeSpan.FromSeconds(0.2);

    // A namespace may change its verdict every few seconds; its series is brought up to date this often at most.
    private static readonly TimeSpan s_between = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Namespace, string Reason), EventSeries> _series = [];
    private readonly LinkedList<EventSeries> _waiting = [];
    private double _tokens = Burst;
    private TimeSpan _filledAt;
    private TimeSpan _closedUntil = TimeSpan.MinValue;
    private int _dropped;

    /// <param name="now">By the clock of the worker.</param>
    /// <param name="at">For the reader.</param>
    public void Add(ImmutableArray<VerdictChange> changes, TimeSpan now, DateTimeOffset at)
    {
        lock (_lock)
        {
            EndSeries(now);
            foreach (var change in changes)
                Add(change, now, at);
        }
    }

    /// <summary>The next write, or how long to wait for it.</summary>
    public (EventWrite? Write, TimeSpan Wait) TryTake(TimeSpan now)
    {
        lock (_lock)
        {
            if (_waiting.Count == 0)
                return (null, Timeout.InfiniteTimeSpan);
            _tokens = Math.Min(Burst, _tokens + ((now - _filledAt) / s_refill));
            _filledAt = now;
            if (_tokens < 1)
                return (null, s_refill * (1 - _tokens));
            var soonest = TimeSpan.MaxValue;
            for (var node = _waiting.First; node is not null; node = node.Next)
            {
                if (node.Value.NotBefore <= now)
                {
                    _tokens--;
                    _waiting.Remove(node);
                    node.Value.IsQueued = false;
                    return (new EventWrite(node.Value, node.Value.Written == 0 ? 1 : node.Value.Count), TimeSpan.Zero);
                }

                soonest = soonest < node.Value.NotBefore ? soonest : node.Value.NotBefore;
            }

            return (null, soonest - now);
        }
    }

    public void Done(EventWrite write, EventOutcome outcome, TimeSpan now)
    {
        lock (_lock)
        {
            var series = write.Series;
            switch (outcome)
            {
                case EventOutcome.Stored:
                    (series.Written, series.Failures, series.NotBefore) = (Math.Max(series.Written, write.Count), 0, now + (write.Count > 1 ? s_between : TimeSpan.Zero));
                    if (series.Count > series.Written)
                        Enqueue(series);
                    break;
                case EventOutcome.Again when ++series.Failures < MostFailures:
                    series.NotBefore = now + (s_firstPause * Math.Pow(2, series.Failures - 1));
                    Enqueue(series);
                    break;
                case EventOutcome.NotAllowed:
                    Close(now);
                    break;
                case EventOutcome.Gone:
                    Forget(series);
                    Add(series.Change, now, series.LastAt);
                    break;
                default:
                    _dropped++;
                    Forget(series);
                    break;
            }
        }
    }

    /// <summary>Another tells from now on.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _waiting.Clear();
            _series.Clear();
        }
    }

    /// <summary>Changes that were dropped since the last call.</summary>
    public int TakeDropped()
    {
        lock (_lock)
        {
            var dropped = _dropped;
            _dropped = 0;
            return dropped;
        }
    }

    private void Add(VerdictChange change, TimeSpan now, DateTimeOffset at)
    {
        if (now < _closedUntil)
            return;
        if (_series.TryGetValue((change.Namespace, change.Reason), out var series))
        {
            series.Count++;
            (series.LastAt, series.SeenAt) = (at, now);
        }
        else
        {
            series = new EventSeries(change, at) { SeenAt = now };
            _series.Add((change.Namespace, change.Reason), series);
        }

        Enqueue(series);
    }

    private void Enqueue(EventSeries series)
    {
        if (series.IsQueued)
            return;
        if (_waiting.Count >= MostWaiting)
        {
            _dropped++;
            Forget(series);
            return;
        }

        series.IsQueued = true;
        _waiting.AddLast(series);
    }

    // Nothing would be taken. Another change, later, shows whether that was mended.
    private void Close(TimeSpan now)
    {
        _closedUntil = now + s_between;
        _waiting.Clear();
        _series.Clear();
    }

    private void EndSeries(TimeSpan now)
    {
        foreach (var ended in _series.Values.Where(s => !s.IsQueued && now - s.SeenAt > SeriesEnds).ToList())
            Forget(ended);
    }

    private void Forget(EventSeries series)
    {
        var key = (series.Change.Namespace, series.Change.Reason);
        if (_series.TryGetValue(key, out var known) && ReferenceEquals(known, series))
            _series.Remove(key);
    }
}
