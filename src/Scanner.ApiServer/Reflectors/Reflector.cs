using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Lists;
using Scanner.ApiServer.Watches;
using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.Reflectors;

/// <summary>
/// Keeps a cache equal to a resource of the server: a whole list, then a watch from its version on. A watch that ends in good order goes
/// on from the last version; after a lost connection it does so too if the server is there again at once, and else lists anew, because
/// a server that was away may have come back with an older state, and a watch from a future version would wait for ever.
/// </summary>
public sealed class Reflector<T>(
    IApiServerReader cluster,
    WatchTarget target,
    Func<IObjectReader<T>> newReader,
    IObjectCache<T> cache,
    IWatchListener listener,
    TimeProvider time)
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(30);

    // Rights and new resources change rarely, and asking for them is a denial in the audit log.
    private static readonly TimeSpan s_deniedPause = TimeSpan.FromMinutes(1);

    // A watch is ended by the server after ten minutes at most, or given up soon after; a list has many pages, each with a limit of its own.
    private static readonly TimeSpan s_longestTurn = TimeSpan.FromMinutes(15);

    private readonly Backoff _backoff = new(s_firstPause, s_longestPause, Random.Shared.NextDouble);
    private WatchStatus _status = new(WatchPhase.Starting, time.GetUtcNow(), false, null);
    private ReflectorSink<T> _sink = null!;
    private bool _streamedLists = true;
    private bool _listing;
    private int _pageSize = new ListRequest(target.Path).Limit;

    /// <summary>Until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _sink = new ReflectorSink<T>(cache, Opened, Synced);
        listener.StatusChanged(target, _status);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            listener.Turned(target, s_longestTurn);
            // A reader shares the strings that it has read; a new one lets those of objects long gone go.
            var reader = newReader();
            _listing = _sink.Version is null && !_streamedLists;
            var end = _listing
                ? await ListAsync(reader, cancellationToken)
                : await WatchAsync(reader, cancellationToken);
            if (Pause(end) is not { } pause)
                continue;
            listener.Turned(target, pause);
            await Task.Delay(pause, time, cancellationToken);
        }
    }

    private async Task<WatchEnd> ListAsync(IObjectReader<T> reader, CancellationToken cancellationToken)
    {
        _sink.BeginList();
        var request = new ListRequest(target.Path) { LabelSelector = target.LabelSelector, Limit = _pageSize, MetadataOnly = target.MetadataOnly };
        switch (await cluster.ListAsync(request, reader, _sink, cancellationToken))
        {
            case ApiAnswer<ListResult>.Ok { Value: { Consistent: true } list }:
                _sink.EndList(list.ResourceVersion);
                return new WatchEnd.Closed();

            // Pages of different moments have no version to watch from: in one piece, as client-go does it.
            case ApiAnswer<ListResult>.Ok:
                _pageSize = 0;
                return new WatchEnd.Stopped();

            case ApiAnswer<ListResult>.Refused { Status: var status }:
                return new WatchEnd.Refused(status);

            case ApiAnswer<ListResult>.Failed { Failure: var failure }:
                return new WatchEnd.Failed(failure);

            default:
                throw new InvalidOperationException("closed hierarchy");
        }
    }

    private Task<WatchEnd> WatchAsync(IObjectReader<T> reader, CancellationToken cancellationToken)
    {
        if (_sink.Version is null)
            _sink.BeginList();
        _sink.BeginWatch();
        var request = new WatchRequest(target.Path)
        {
            ResourceVersion = _sink.Version,
            SendInitialEvents = _sink.Version is null,
            LabelSelector = target.LabelSelector,
            MetadataOnly = target.MetadataOnly,
            // As client-go: not all at the same moment.
            Timeout = TimeSpan.FromMinutes(5 + 5 * Random.Shared.NextDouble()),
        };
        return cluster.WatchAsync(request, reader, _sink, cancellationToken);
    }

    /// <summary>How long to wait before going on after <paramref name="end"/>; null for not at all.</summary>
    private TimeSpan? Pause(WatchEnd end)
    {
        if (_sink.Progressed)
            _backoff.Reset();
        switch (end)
        {
            case WatchEnd.Closed when _sink.Version is null:
                // It took the request for a streamed list for that of a plain watch.
                _streamedLists = false;
                return _backoff.Next();

            case WatchEnd.Closed:
                // A server that ends watches before anything comes is not well.
                return _sink.Progressed ? null : _backoff.Next();

            case WatchEnd.Stopped:
                if (_sink.Disordered)
                    listener.Restarted(target, "disorder");
                return _backoff.Next();

            case WatchEnd.Refused { Status: { Code: 422 or 400 } } when _streamedLists && _sink.Version is null:
                _streamedLists = false;
                return null;

            case WatchEnd.Refused { Status.Code: 410 }:
                _sink.Expire();
                listener.Restarted(target, "expired");
                return _backoff.Next();

            case WatchEnd.Refused { Status: var status }:
                return Refused(status, end.Describe());

            default:
                listener.Restarted(target, "lost");
                return Lost(end.Describe(), busy: false, null);
        }
    }

    private TimeSpan Refused(ApiStatus status, string message)
    {
        listener.Restarted(target, "refused");
        if (status.Code is not (401 or 403) && !status.IsNotServed)
            return Lost(message, busy: status.Code == 429, status.RetryAfter);
        // What was known is of a time when it could be seen; nothing tells what became of it since.
        if (status.IsNotServed)
            cache.Forget();
        _sink.Expire();
        if (status.IsNotServed)
            Become(WatchPhase.NotServed, null);
        else
            Become(WatchPhase.Forbidden, message, status.Code == 403 ? _listing ? "list" : "watch" : null);
        return s_deniedPause * (0.5 + Random.Shared.NextDouble() / 2);
    }

    /// <param name="busy">The server is there and only has no time: it has lost nothing, and a list would be the last thing it needs.</param>
    private TimeSpan Lost(string message, bool busy, TimeSpan? retryAfter)
    {
        if (_status.Phase == WatchPhase.Lost && !busy)
            _sink.Expire();
        Become(_status.HasList ? WatchPhase.Lost : WatchPhase.Starting, message);
        return _backoff.Next(retryAfter);
    }

    // A watch that goes on where it ended follows the server again as soon as it is accepted; one that begins with a list does not yet.
    private void Opened()
    {
        if (_sink.Version is not null)
            Synced();
    }

    private void Synced() => Become(WatchPhase.Synced, null);

    private void Become(WatchPhase phase, string? message, string? deniedVerb = null)
    {
        var hasList = _status.HasList || phase == WatchPhase.Synced;
        if (_status.Phase == phase && _status.HasList == hasList && _status.Message == message)
            return;
        var since = _status.Phase == phase ? _status.Since : time.GetUtcNow();
        _status = new WatchStatus(phase, since, hasList, message, deniedVerb);
        listener.StatusChanged(target, _status);
    }
}
