using System.Globalization;
using Scanner.Simulator.Faults;
using Scanner.Simulator.Protobuf;
using Scanner.Simulator.Selectors;
using Scanner.Simulator.Storage;

namespace Scanner.Simulator.Serving;

/// <summary>Answers watches.</summary>
internal sealed class WatchHandler(ClusterStore store, CancellationToken stopping)
{
    /// <summary>Real servers end a watch after 30 to 60 minutes.</summary>
    private const long DefaultTimeoutSeconds = 2700;

    /// <summary>The last bookmark is due this long before the end, so a shorter watch has none.</summary>
    private static readonly TimeSpan BookmarkLead = TimeSpan.FromSeconds(2);

    public async Task<Answer> WatchAsync(ApiRequest request)
    {
        ListOptions.Validate(request, store.Options.Version);
        var selector = ListHandler.Selector(request);
        var since = Since(request);
        var protobuf = store.Options.ServeProtobuf && ProtobufSchema.Covers(request.Type);
        if (Representation.Choose(request.Http.Request.Headers.Accept, protobuf) is not { } form)
            return new Answer.OfStatus(ApiErrors.NotAcceptable());

        if (request.Fault?.Kind == FaultKind.ExpiredWatch)
            return new Answer.OfStatus(TooOld(since));
        var expired = request.Fault?.Kind == FaultKind.ExpiredWatchEvent;
        using var subscription = expired ? null : store.Watch(request.Type, since is 0 ? null : since);
        var stream = new WatchStream(request, form, store.Options.TimeProvider);
        // Counts from before the first byte, so that a client that has seen the headers may rely on it.
        using var timeout = new CancellationTokenSource(Timeout(request), store.Options.TimeProvider);
        await stream.StartAsync();
        if (subscription is null)
        {
            await stream.WriteAsync("ERROR", ObjectEncoder.Status(TooOld(since), form));
            await stream.FlushAsync();
            return new Answer.Done();
        }

        await SendInitialAsync(request, selector, subscription, stream);
        await FollowAsync(request, selector, subscription, since ?? 0, stream, timeout.Token);
        return new Answer.Done();
    }

    private async Task SendInitialAsync(ApiRequest request, ObjectSelector selector, WatchSubscription subscription, WatchStream stream)
    {
        // sendInitialEvents=false starts from now without the present objects.
        if (request.Query["sendInitialEvents"] != "false" || store.Options.Version < KubernetesVersion.V1_36)
        {
            foreach (var obj in subscription.Initial.Where(selector.Matches))
                await stream.WriteAsync("ADDED", obj);
        }

        if (store.Options.Version >= KubernetesVersion.V1_36 && request.Query["sendInitialEvents"] == "true" && AllowsBookmarks(request)
            && request.Fault?.Kind != FaultKind.EndlessList)
        {
            await stream.WriteBookmarkAsync(subscription.StartVersion, initialEventsEnd: true);
        }

        await stream.FlushAsync();
    }

    private async Task FollowAsync(
        ApiRequest request, ObjectSelector selector, WatchSubscription subscription, long since, WatchStream stream, CancellationToken timeout)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout, request.Http.RequestAborted, stopping);
        var open = request.Http.Features.Get<OpenRequest>()!;
        try
        {
            open.IsIdle = true;
            while (await subscription.Records.WaitToReadAsync(linked.Token))
            {
                open.IsIdle = false;
                while (subscription.Records.TryRead(out var record))
                    await SendAsync(request, selector, record, since, stream);
                await stream.FlushAsync();
                open.IsIdle = true;
            }
        }
        catch (OperationCanceledException) when (linked.IsCancellationRequested)
        {
            open.IsIdle = false;
            if (timeout.IsCancellationRequested && !request.Http.RequestAborted.IsCancellationRequested
                && AllowsBookmarks(request) && Timeout(request) > BookmarkLead)
            {
                await stream.WriteBookmarkAsync(Math.Max(store.ResourceVersion, since), initialEventsEnd: false);
                await stream.FlushAsync();
            }
        }
    }

    private static async Task SendAsync(ApiRequest request, ObjectSelector selector, WatchRecord record, long since, WatchStream stream)
    {
        if (record.Version <= since && record.Kind != WatchKind.Bookmark)
            return; // the client asked for changes after a version that is still to come
        if (record.Object is null)
        {
            if (AllowsBookmarks(request))
                await stream.WriteBookmarkAsync(Math.Max(record.Version, since), initialEventsEnd: false);
            return;
        }

        var matched = record.Previous is not null && selector.Matches(record.Previous);
        var matches = record.Kind != WatchKind.Deleted && selector.Matches(record.Object);
        var type = (matched, matches) switch
        {
            (true, true) => "MODIFIED",
            (true, false) => "DELETED",
            (false, true) => "ADDED",
            _ => null,
        };
        if (type is not null)
            await stream.WriteAsync(type, record.Object);
    }

    private static TimeSpan Timeout(ApiRequest request) =>
        TimeSpan.FromSeconds(ListOptions.Number(request, "timeoutSeconds") ?? DefaultTimeoutSeconds);

    private static bool AllowsBookmarks(ApiRequest request) => RequestInfo.Flag(request.Query, "allowWatchBookmarks");

    private static long? Since(ApiRequest request) =>
        request.Query["sendInitialEvents"] == "true" ? null : ListOptions.Number(request, "resourceVersion");

    private Api.ApiStatus TooOld(long? since) => ApiErrors.Expired(
        string.Create(CultureInfo.InvariantCulture, $"too old resource version: {since ?? 0} ({store.ResourceVersion})"));
}
