using Scanner.ApiServer.Answers;

namespace Scanner.ApiServer.Reflectors;

/// <summary>Keeps the status of one watch, tells of its changes, and decides how soon to ask again. For one caller at a time.</summary>
/// <param name="forget">The server has no such resource: nothing is known any more.</param>
internal sealed class WatchJudge(WatchTarget target, IWatchListener listener, TimeProvider time, Func<double> random, Action forget)
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(30);

    // Rights and new resources change rarely, and asking for them is a denial in the audit log.
    private static readonly TimeSpan s_firstDenied = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_longestDenied = TimeSpan.FromMinutes(1);

    private readonly Backoff _backoff = new(s_firstPause, s_longestPause, random);
    private readonly Backoff _denied = new(s_firstDenied, s_longestDenied, random);
    // The rights to list and to watch are given one by one.
    private readonly RefusalGrace _lists = new(time);
    private readonly RefusalGrace _watches = new(time);
    private readonly Lock _lock = new();
    private bool _watchRefused;
    private int _watch;
    private WatchStatus _status = new(WatchPhase.Starting, time.GetUtcNow(), false, null);

    public bool IsLost => _status.Phase == WatchPhase.Lost;

    /// <summary>Neither in order nor settled otherwise.</summary>
    public bool IsFailing => _status.Phase is WatchPhase.Lost or WatchPhase.Starting or WatchPhase.Polled;

    public void Begin() => listener.StatusChanged(target, _status);

    /// <summary>The pause after an attempt that was in order, or after one that failed by itself.</summary>
    public TimeSpan Next() => _backoff.Next();

    /// <summary>What is being done succeeds.</summary>
    public void Progressed()
    {
        if (!_watchRefused)
            _backoff.Reset();
    }

    /// <summary>A list is complete.</summary>
    /// <param name="streamed">By a watch, which goes on.</param>
    /// <param name="follows">False where watches bring nothing: then it is true of its moment, and follows nothing.</param>
    public void Listed(bool streamed, bool follows)
    {
        _lists.Allowed();
        if (streamed)
            Watched();
        if (follows && !_watchRefused)
            Become(WatchPhase.Synced, null);
        else if (_status.Phase is WatchPhase.Lost or WatchPhase.Forbidden)
            Become(_status.Phase, _status.Message, hasList: true, _status.DeniedVerb);
        else
            Become(WatchPhase.Polled, _status.Message ?? "watches bring nothing", hasList: true);
    }

    /// <summary>A watch was accepted.</summary>
    public void Watched()
    {
        _watchRefused = false;
        _watches.Allowed();
        _denied.Reset();
    }

    /// <summary>A watch came to nothing, as those before it. The list that follows is as good as it gets.</summary>
    /// <returns>When to list.</returns>
    public TimeSpan Polled(string message, TimeSpan? retryAfter = null)
    {
        _watches.Unanswered();
        Become(_status.HasList ? WatchPhase.Polled : WatchPhase.Starting, message);
        return _backoff.Next(retryAfter);
    }

    /// <summary>The cache follows the server.</summary>
    public void Synced() => Become(WatchPhase.Synced, null);

    /// <summary>The cache follows the server if the present watch lasts for so long, for one that is refused or cut does not.</summary>
    /// <returns>Dispose it when the watch has ended.</returns>
    public ITimer SyncedAfter(TimeSpan lasting)
    {
        var watch = _watch;
        return time.CreateTimer(_ => SyncedBy(watch), null, lasting, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What was to happen if it lasted does not.</summary>
    public void WatchEnded()
    {
        lock (_lock)
            _watch++;
    }

    /// <returns>When to ask again.</returns>
    public TimeSpan Lost(string message)
    {
        Unanswered();
        return Lose(message, null);
    }

    /// <param name="verb">What was asked for: <c>list</c> or <c>watch</c>.</param>
    /// <returns>When to ask again.</returns>
    public TimeSpan Refused(ApiStatus status, string message, string verb)
    {
        switch (status.Code)
        {
            // A proxy that refuses says nothing of rights.
            case 403 when status.IsForbidden:
                return Forbidden(message, verb);
            // The server says so itself, of something that not every server has: a proxy says it without a Status.
            case 404 when status is { IsNotServed: true, Untyped: false } && !target.IsAlwaysServed:
                forget();
                Become(WatchPhase.NotServed, null);
                return _denied.Next();
            default:
                Unanswered();
                return Lose(message, status.RetryAfter);
        }
    }

    private TimeSpan Forbidden(string message, string verb)
    {
        var grace = verb == "watch" ? _watches : _lists;
        var first = !grace.IsPending;
        _watchRefused |= verb == "watch";
        if (!grace.Refused())
        {
            Become(WatchPhase.Forbidden, message, deniedVerb: verb);
            return _denied.Next();
        }

        // The server is back, and a moment away from answering.
        if (first)
            _backoff.Reset();
        return Lose(message, null);
    }

    private void Unanswered()
    {
        _lists.Unanswered();
        _watches.Unanswered();
    }

    private TimeSpan Lose(string message, TimeSpan? retryAfter)
    {
        Become(_status.HasList ? WatchPhase.Lost : WatchPhase.Starting, message);
        return _backoff.Next(retryAfter);
    }

    private void SyncedBy(int watch)
    {
        lock (_lock)
        {
            if (watch == _watch)
                Synced();
        }
    }

    private void Become(WatchPhase phase, string? message, bool hasList = false, string? deniedVerb = null)
    {
        lock (_lock)
            Change(phase, message, hasList, deniedVerb);
    }

    private void Change(WatchPhase phase, string? message, bool hasList, string? deniedVerb)
    {
        hasList |= _status.HasList || phase == WatchPhase.Synced;
        if (_status.Phase == phase && _status.HasList == hasList && _status.Message == message)
            return;
        var since = _status.Phase == phase ? _status.Since : time.GetUtcNow();
        _status = new WatchStatus(phase, since, hasList, message, deniedVerb);
        listener.StatusChanged(target, _status);
    }
}
