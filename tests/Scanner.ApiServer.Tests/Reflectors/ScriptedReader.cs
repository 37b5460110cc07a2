using System.Collections.Immutable;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Discovery;
using Scanner.ApiServer.Lists;
using Scanner.ApiServer.Transport;
using Scanner.ApiServer.Watches;
using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.Tests.Reflectors;

/// <summary>Answers lists and watches of texts by a script; after it, every request hangs until it is cancelled.</summary>
internal sealed class ScriptedReader : IApiServerReader
{
    // Whether a watch is expected, or a list; null for either.
    private readonly Queue<(bool? Watch, TimeSpan Takes, Func<object, object> Act)> _script = new();

    private static readonly TimeSpan s_stands = TimeSpan.FromTicks(1);
    private static readonly TimeSpan s_lasts = TimeSpan.FromTicks(2);
    private static readonly TimeSpan s_opensAndLasts = TimeSpan.FromTicks(3);

    private readonly Queue<(TimeSpan After, Action<IWatchSink<string>> Event)[]> _standing = new();

    // Which requests, counted from one.
    private readonly HashSet<int> _openAtOnce = [];

    /// <summary><c>list</c> or <c>watch</c>, and from which version.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>When each request came.</summary>
    public List<DateTimeOffset> Times { get; } = [];

    /// <summary>How long each watch was to last.</summary>
    public List<TimeSpan> Lengths { get; } = [];

    public required TimeProvider Time { get; init; }

    public int RequestsSent => Requests.Count;

    public TimeSpan LongestCall => TimeSpan.FromMinutes(2);

    public ScriptedReader List(string version, params string[] items) => List(version, consistent: true, items);

    public ScriptedReader List(string version, bool consistent, params string[] items)
    {
        _script.Enqueue((false, TimeSpan.Zero, sink =>
        {
            foreach (var item in items)
                ((IListSink<string>)sink).Add(item);
            return new ApiAnswer<ListResult>.Ok(new ListResult(version, items.Length, consistent), 200, []);
        }));
        return this;
    }

    public ScriptedReader ListRefused(int code)
    {
        _script.Enqueue((false, TimeSpan.Zero, _ => new ApiAnswer<ListResult>.Refused(Status(code), [])));
        return this;
    }

    public ScriptedReader ListFails()
    {
        _script.Enqueue((false, TimeSpan.Zero, _ => new ApiAnswer<ListResult>.Failed(new TransportFailure(TransportFailureKind.Connection, "reset"))));
        return this;
    }

    public ScriptedReader Watch(WatchEnd end, params Action<IWatchSink<string>>[] events) => Watch(TimeSpan.Zero, end, events);

    /// <summary>A watch on which nothing comes, headers neither, until it is given up.</summary>
    public ScriptedReader WatchHangs()
    {
        _script.Enqueue((true, Timeout.InfiniteTimeSpan, _ => throw new InvalidOperationException("it never ends by itself")));
        return this;
    }

    /// <param name="takes">Passes before anything comes, the headers included.</param>
    public ScriptedReader Watch(TimeSpan takes, WatchEnd end, params Action<IWatchSink<string>>[] events)
    {
        _script.Enqueue((true, takes, sink =>
        {
            var watch = (IWatchSink<string>)sink;
            if (end is WatchEnd.Closed or WatchEnd.Stopped || events.Length > 0)
                watch.Opened();
            foreach (var e in events)
                e(watch);
            return end;
        }));
        return this;
    }

    /// <summary>A watch that lasts as long as it was asked to, and brings nothing.</summary>
    public ScriptedReader WatchWhole(bool opensAtOnce)
    {
        _script.Enqueue((true, opensAtOnce ? s_opensAndLasts : s_lasts, sink =>
        {
            if (!opensAtOnce)
                ((IWatchSink<string>)sink).Opened();
            return new WatchEnd.Closed();
        }));
        return this;
    }

    /// <summary>A watch that is accepted at once, brings nothing, and breaks after a time.</summary>
    public ScriptedReader WatchBreaks(TimeSpan after, WatchEnd end)
    {
        _script.Enqueue((true, after, _ => end));
        _openAtOnce.Add(_script.Count + Requests.Count);
        return this;
    }

    /// <summary>A watch that is accepted, on which events come in their time and nothing after them, until it is given up.</summary>
    public ScriptedReader WatchStands(params (TimeSpan After, Action<IWatchSink<string>> Event)[] events)
    {
        _standing.Enqueue(events);
        _script.Enqueue((true, s_stands, _ => throw new InvalidOperationException("it never ends by itself")));
        return this;
    }

    public ScriptedReader WatchRefused(int code, TimeSpan? retryAfter = null) => WatchRefused(Status(code) with { RetryAfter = retryAfter });

    public ScriptedReader WatchRefused(ApiStatus status, TimeSpan takes = default) => Watch(takes, new WatchEnd.Refused(status));

    public ScriptedReader WatchFails() => Watch(new WatchEnd.Failed(new TransportFailure(TransportFailureKind.Connection, "reset")));

    /// <summary>To a list and to a watch alike.</summary>
    public ScriptedReader Refused(ApiStatus status)
    {
        _script.Enqueue((null, TimeSpan.Zero, _ => IsList ? new ApiAnswer<ListResult>.Refused(status, []) : new WatchEnd.Refused(status)));
        return this;
    }

    /// <inheritdoc cref="Refused"/>
    public ScriptedReader Fails()
    {
        var failure = new TransportFailure(TransportFailureKind.Connection, "reset");
        _script.Enqueue((null, TimeSpan.Zero, _ => IsList ? new ApiAnswer<ListResult>.Failed(failure) : new WatchEnd.Failed(failure)));
        return this;
    }

    public Task<ApiAnswer<ListResult>> ListAsync<T>(ListRequest request, IObjectReader<T> items, IListSink<T> sink, CancellationToken cancellationToken) =>
        NextAsync<ApiAnswer<ListResult>>(watch: false, $"list{(request.Limit == 0 ? " whole" : "")}", sink, cancellationToken);

    public Task<WatchEnd> WatchAsync<T>(WatchRequest request, IObjectReader<T> objects, IWatchSink<T> sink, CancellationToken cancellationToken)
    {
        Lengths.Add(request.Timeout);
        return NextAsync<WatchEnd>(watch: true, request.SendInitialEvents ? "watch from the list" : $"watch {request.ResourceVersion}", sink, cancellationToken);
    }

    public Task<ApiAnswer<ServerVersion>> GetVersionAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ApiAnswer<ImmutableArray<ApiGroup>>> GetGroupsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ApiAnswer<ImmutableArray<ApiResource>>> GetResourcesAsync(string group, string version, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<ApiAnswer<T>> GetAsync<T>(ResourcePath path, IObjectReader<T> reader, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private bool IsList => Requests[^1].StartsWith("list", StringComparison.Ordinal);

    private static ApiStatus Status(int code) => new()
    {
        Code = code,
        Reason = code == 404 ? "NotFound" : "",
        Message = code == 404 ? "404 page not found" : "no",
        Untyped = code == 404,
    };

    private async Task StandAsync(IWatchSink<string> sink, CancellationToken cancellationToken)
    {
        sink.Opened();
        foreach (var (after, e) in _standing.Dequeue())
        {
            await DelayAsync(after, cancellationToken);
            e(sink);
        }

        await DelayAsync(Timeout.InfiniteTimeSpan, cancellationToken);
    }

    // As Task.Delay, but whoever waits goes on before the clock does, also when it is cancelled.
    private async Task DelayAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        var over = new TaskCompletionSource();
        await using var timer = Time.CreateTimer(_ => over.TrySetResult(), null, time, Timeout.InfiniteTimeSpan);
        await using var given = cancellationToken.Register(() => over.TrySetCanceled(cancellationToken));
        await over.Task;
    }

    private async Task<T> NextAsync<T>(bool watch, string line, object sink, CancellationToken cancellationToken)
    {
        Requests.Add(line);
        Times.Add(Time.GetUtcNow());
        if (!_script.TryDequeue(out var step))
            await DelayAsync(Timeout.InfiniteTimeSpan, cancellationToken);
        Assert.True(step.Watch is null || step.Watch == watch, $"the script expects another request than {line}");
        if (step.Takes == s_stands)
            await StandAsync((IWatchSink<string>)sink, cancellationToken);
        if (step.Takes == s_opensAndLasts || _openAtOnce.Contains(Requests.Count))
            ((IWatchSink<string>)sink).Opened();
        if (step.Takes == s_lasts || step.Takes == s_opensAndLasts)
            await DelayAsync(Lengths[^1], cancellationToken);
        else if (step.Takes != TimeSpan.Zero)
            await DelayAsync(step.Takes, cancellationToken);
        return (T)step.Act(sink);
    }
}
