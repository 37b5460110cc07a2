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
public sealed class Reflector<T> : IReflectorEvents
{
    // A watch is ended by the server after ten minutes at most, or given up soon after.
    private static readonly TimeSpan s_longestWatch = TimeSpan.FromMinutes(15);

    private readonly IApiServerReader _cluster;
    private readonly WatchTarget _target;
    private readonly Func<IObjectReader<T>> _newReader;
    private readonly IWatchListener _listener;
    private readonly TimeProvider _time;
    private readonly ReflectorSink<T> _sink;
    private readonly WatchRecord _record;
    private readonly ListForm _form;
    private readonly WatchJudge _judge;
    private StreamedListLimit? _streaming;
    private ITimer? _trust;

    /// <param name="random">Spreads pauses and the lengths of watches; null for <see cref="Random.Shared"/>.</param>
    public Reflector(
        IApiServerReader cluster,
        WatchTarget target,
        Func<IObjectReader<T>> newReader,
        IObjectCache<T> cache,
        IWatchListener listener,
        TimeProvider time,
        Random? random = null)
    {
        random ??= Random.Shared;
        (_cluster, _target, _newReader, _listener, _time) = (cluster, target, newReader, listener, time);
        _sink = new ReflectorSink<T>(cache, this);
        _record = new WatchRecord(time, random.NextDouble);
        _form = new ListForm(time);
        _judge = new WatchJudge(target, listener, time, random.NextDouble, cache.Forget);
    }

    /// <summary>Until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _judge.Begin();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Turn();
            // A reader shares the strings that it has read; a new one lets those of objects long gone go.
            var reader = _newReader();
            // A streamed list is a watch.
            var listing = _sink.Version is null && (!_form.Streams || _record.OpensNone);
            var end = listing ? await ListAsync(reader, cancellationToken) : await WatchAsync(reader, cancellationToken);
            if (Pause(end, listing) is not { } pause)
                continue;
            _listener.Turned(_target, pause);
            await Task.Delay(pause, _time, cancellationToken);
        }
    }

    void IReflectorEvents.Opened()
    {
        _record.Opened();
        _judge.Watched();
        if (_sink.Version is null)
            return;
        // A watch that goes on where it ended follows the server again as soon as it is accepted, unless the last one came to nothing.
        if (_record.IsTrusted)
            _judge.Synced();
        else
            _trust = _judge.SyncedAfter(WatchRecord.Silence);
    }

    void IReflectorEvents.ObjectListed() => _streaming?.Saw();

    void IReflectorEvents.PageRead() => Turn();

    void IReflectorEvents.Listed()
    {
        _streaming?.Complete();
        _judge.Listed(streamed: _streaming is not null, follows: !_record.BringsNothing);
        // A streamed list is the beginning of a watch.
        if (_record.BringsNothing && _streaming is not null)
            _trust = _judge.SyncedAfter(WatchRecord.Silence);
    }

    void IReflectorEvents.Followed() => _judge.Synced();

    // The wait for a page or for the end of a watch; neither is a loop that hangs.
    private void Turn() => _listener.Turned(_target, _cluster.LongestCall > s_longestWatch ? _cluster.LongestCall : s_longestWatch);

    private async Task<WatchEnd> ListAsync(IObjectReader<T> reader, CancellationToken cancellationToken)
    {
        _streaming = null;
        _sink.BeginWatch();
        _sink.BeginList();
        var request = new ListRequest(_target.Path) { LabelSelector = _target.LabelSelector, MetadataOnly = _target.MetadataOnly };
        request = request with { Limit = _form.TakePageSize(request.Limit) };
        switch (await _cluster.ListAsync(request, reader, _sink, cancellationToken))
        {
            // Every list of a server has one; what makes up an empty list in its place has none.
            case ApiAnswer<ListResult>.Ok { Value.ResourceVersion: "" }:
                return new WatchEnd.Failed(new TransportFailure(TransportFailureKind.BadAnswer, $"the list of {_target.Name} has no resourceVersion: it is not the server's"));

            case ApiAnswer<ListResult>.Ok { Value: { Consistent: true } list }:
                _sink.EndList(list.ResourceVersion);
                return new WatchEnd.Closed();

            case ApiAnswer<ListResult>.Ok:
                _form.PagesDiffered();
                return new WatchEnd.Stopped();

            case ApiAnswer<ListResult>.Refused { Status: var status }:
                return new WatchEnd.Refused(status);

            case ApiAnswer<ListResult>.Failed { Failure: var failure }:
                return new WatchEnd.Failed(failure);

            default:
                throw new InvalidOperationException("closed hierarchy");
        }
    }

    private async Task<WatchEnd> WatchAsync(IObjectReader<T> reader, CancellationToken cancellationToken)
    {
        var request = new WatchRequest(_target.Path)
        {
            ResourceVersion = _sink.Version,
            SendInitialEvents = _sink.Version is null,
            LabelSelector = _target.LabelSelector,
            MetadataOnly = _target.MetadataOnly,
            Timeout = _record.Begin(goesOn: _sink.Version is not null),
        };
        if (request.SendInitialEvents)
            _sink.BeginList();
        _sink.BeginWatch();
        using var streaming = _streaming = request.SendInitialEvents ? new StreamedListLimit(_time, cancellationToken) : null;
        WatchEnd? end = null;
        try
        {
            return end = await _cluster.WatchAsync(request, reader, _sink, streaming?.Token ?? cancellationToken);
        }
        catch (OperationCanceledException) when (streaming is { HasStalled: true } && !cancellationToken.IsCancellationRequested)
        {
            return new WatchEnd.Stopped();
        }
        finally
        {
            _judge.WatchEnded();
            _trust?.Dispose();
            _record.Ended(_sink.Followed, _sink.Listed, end);
        }
    }

    /// <summary>How long to wait before going on after <paramref name="end"/>; null for not at all.</summary>
    private TimeSpan? Pause(WatchEnd end, bool listing)
    {
        var progressed = _sink.Progressed || (_record.WasWhole && !listing);
        if (progressed && _record is { IsTrusted: true, IsHasty: false })
            _judge.Progressed();
        switch (end)
        {
            case WatchEnd.Closed when listing:
                return null;

            case WatchEnd.Closed:
                return Closed(progressed);

            case WatchEnd.Stopped:
                return Stopped();

            case WatchEnd.Refused { Status: { Code: 422 or 400 } } when !listing && _sink.Version is null:
                _form.NoStreams();
                return null;

            case WatchEnd.Refused { Status.Code: 410 } when _sink.Version is not null:
                return Expired(end);

            default:
                return Failed(end, listing);
        }
    }

    private TimeSpan? Closed(bool progressed)
    {
        if (_sink.Version is null)
        {
            // It took the request for a streamed list for that of a plain watch.
            _form.Stalled();
            return _judge.Next();
        }

        if (_record.BringsNothing)
        {
            _sink.Expire();
            return _judge.Polled("watches end without bringing anything");
        }

        // A server that ends watches before anything comes is not well.
        return progressed && !_record.IsHasty ? null : _judge.Next();
    }

    private TimeSpan Expired(WatchEnd end)
    {
        _sink.Expire();
        _listener.Restarted(_target, "expired");
        // One version in a row may be too old. Where every one is, nothing is followed.
        return _record.BringsNothing ? _judge.Polled(end.Describe()) : _judge.Next();
    }

    // By us: a streamed list stood still, pages do not fit together, or events do not.
    private TimeSpan? Stopped()
    {
        if (_streaming is { HasStalled: true } && _sink.Version is null)
        {
            _form.Stalled();
            _record.Stalled();
            _listener.Restarted(_target, "silent");
            return null;
        }

        if (_sink.Disordered)
            _listener.Restarted(_target, "disorder");
        return _judge.Next();
    }

    private TimeSpan Failed(WatchEnd end, bool listing)
    {
        // The server is there and only has no time: it has lost nothing, and a list would be the last thing it needs.
        var busy = end is WatchEnd.Refused { Status.Code: 429 };
        // Whoever is not known, or may not watch, is told so.
        if (_streaming is not null && _sink.Version is null && !busy && end is not (WatchEnd.Refused { Status.IsForbidden: true } or WatchEnd.Refused { Status.Code: 401 }))
            _form.StreamFailed(answered: end is WatchEnd.Refused || !_record.WasPrompt);
        if ((_judge.IsLost && !busy) || _record.WasSilent || _record.BringsNothing)
            _sink.Expire();
        if (end is not WatchEnd.Refused { Status: var status })
        {
            _listener.Restarted(_target, "lost");
            var swallowed = _record is { BringsNothing: true, WasEmpty: true } or { OpensNone: true };
            return swallowed && !listing ? _judge.Polled(end.Describe()) : _judge.Lost(end.Describe());
        }

        // A list begins at no version that could be too old: something is wrong with streaming it.
        if (status.Code == 410 && !listing)
            _form.Stalled();
        _listener.Restarted(_target, "refused");
        if (_record.OpensNone && !listing && !status.IsForbidden)
            return _judge.Polled(end.Describe(), status.RetryAfter);
        var pause = _judge.Refused(status, end.Describe(), listing ? "list" : "watch");
        // What was known is of a time when it could be seen; nothing tells what became of it since.
        if (!_judge.IsFailing)
            _sink.Expire();
        return pause;
    }
}
