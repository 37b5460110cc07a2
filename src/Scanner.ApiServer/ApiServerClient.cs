using System.Collections.Immutable;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Discovery;
using Scanner.ApiServer.DryRuns;
using Scanner.ApiServer.Lists;
using Scanner.ApiServer.Models;
using Scanner.ApiServer.Reviews;
using Scanner.ApiServer.Transport;
using Scanner.ApiServer.Watches;
using Scanner.ApiServer.Wire;
using Scanner.ApiServer.Writes;

namespace Scanner.ApiServer;

/// <summary>One connection to one API server, safe for concurrent use. All calls but those on leases share its rate limit.</summary>
public sealed class ApiServerClient : IApiServerReader, IDisposable
{
    private const string Json = "application/json";
    private const string MetadataList = ";as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

    private readonly ApiTransport _transport;
    private readonly bool _protobuf;
    private readonly Watcher _watcher;

    /// <param name="handler">Connection and credentials; owned from now on.</param>
    /// <param name="server">Base URL, with the path of a proxy if there is one.</param>
    /// <param name="describeTls">A sentence for a TLS failure, or null when the exception is none.</param>
    public ApiServerClient(HttpMessageHandler handler, Uri server, ClientOptions options, TimeProvider time, Func<Exception, string?> describeTls)
    {
        _transport = new ApiTransport(handler, server, options, time, describeTls);
        _protobuf = options.Protobuf;
        _watcher = new Watcher(_transport, time, options.Protobuf);
        DryRun = new DryRunClient(_transport, Accept(jsonOnly: false));
        var reviews = new AccessReviewClient(_transport);
        (AccessReviews, PathReviews) = (reviews, reviews);
        TokenReviews = new TokenReviewClient(_transport);
        Leases = new LeaseClient(_transport, options.LeaseTimeout);
    }

    /// <summary>Writes that are never stored: the only ones there are for pods.</summary>
    public IDryRunClient DryRun { get; }

    /// <summary>Requests a second that background dry runs of <see cref="DryRunWhile"/> send at present, at most.</summary>
    public double BackgroundPerSecond => _transport.BackgroundPerSecond;

    /// <summary>
    /// As <see cref="DryRun"/>, for a sender who may lose the right to send while a request waits, such as the leader of a term.
    /// </summary>
    /// <param name="maySend">
    /// Asked right before each request goes out, after it has waited for the rate limit, a repetition and a connection. When it says no, the
    /// call ends in <see cref="NotSentException"/>.
    /// </param>
    /// <param name="background">Nobody waits for the answers: they come after all others, and no faster than the server bears.</param>
    /// <param name="patchTook">Told how long the server took for each patch, repeated ones included.</param>
    public IDryRunClient DryRunWhile(Func<bool> maySend, bool background = false, Action<TimeSpan>? patchTook = null) =>
        new DryRunClient(_transport, Accept(jsonOnly: false), maySend, background, patchTook);

    /// <summary>Questions about the rights of others.</summary>
    public IAccessReviewClient AccessReviews { get; }

    /// <summary>Questions about the rights of those whose token is known.</summary>
    public IPathReviewClient PathReviews { get; }

    /// <summary>Questions whose a token is; refused before they leave unless <see cref="ClientOptions.TokenReviews"/> allows them.</summary>
    public ITokenReviewClient TokenReviews { get; }

    /// <summary>Leases, for leader election: all that is ever stored in a cluster, beside events and reports.</summary>
    public ILeaseClient Leases { get; }

    /// <summary>Events; refused before they leave unless <see cref="ClientOptions.Events"/> allows them.</summary>
    /// <param name="maySend">As of <see cref="DryRunWhile"/>.</param>
    public IEventClient EventsWhile(Func<bool> maySend) => new EventClient(_transport, maySend);

    /// <summary>Writes without content; refused before they leave unless <see cref="ClientOptions.EmptyPatches"/> allows them.</summary>
    /// <param name="maySend">As of <see cref="DryRunWhile"/>.</param>
    public IEmptyPatchClient EmptyPatchesWhile(Func<bool> maySend) => new EmptyPatchClient(_transport, maySend);

    /// <summary>Reports, for a sender who may lose the right to send while a request waits; they go out in the background.</summary>
    /// <param name="maySend">As of <see cref="DryRunWhile"/>; null for one who may always.</param>
    public IReportClient ReportsWhile(Func<bool>? maySend) => new ReportClient(_transport, maySend);

    public int RequestsSent => _transport.RequestsSent;

    /// <summary>How requests ended so far. None of the counts ever goes down.</summary>
    public ImmutableArray<RequestCount> RequestCounts => _transport.RequestCounts;

    public TimeSpan LongestCall => _transport.LongestCall;

    public async Task<ApiAnswer<ServerVersion>> GetVersionAsync(CancellationToken cancellationToken) =>
        (await GetAsync("/version", Json, null, ApiModels.Version, cancellationToken)).Map(ServerVersion.From);

    public async Task<ApiAnswer<ImmutableArray<ApiGroup>>> GetGroupsAsync(CancellationToken cancellationToken) =>
        (await GetAsync("/apis", Json, static kind => kind == "APIGroupList", ApiModels.Groups, cancellationToken)).Map(ApiGroup.From);

    public async Task<ApiAnswer<ImmutableArray<ApiResource>>> GetResourcesAsync(string group, string version, CancellationToken cancellationToken)
    {
        var path = group.Length == 0 ? $"/api/{Uri.EscapeDataString(version)}" : $"/apis/{Uri.EscapeDataString(group)}/{Uri.EscapeDataString(version)}";
        return (await GetAsync(path, Json, static kind => kind == "APIResourceList", ApiModels.Resources, cancellationToken)).Map(ApiResource.From);
    }

    public Task<ApiAnswer<T>> GetAsync<T>(ResourcePath path, IObjectReader<T> reader, CancellationToken cancellationToken) =>
        GetAsync(path.ToString(), Accept(reader.JsonOnly), kind => ListKind.IsObjectOf(path, kind), reader, cancellationToken);

    public Task<ApiAnswer<ListResult>> ListAsync<T>(
        ListRequest request,
        IObjectReader<T> items,
        IListSink<T> sink,
        CancellationToken cancellationToken) =>
        new Lister(_transport, Accept(items.JsonOnly, request.MetadataOnly ? MetadataList : "")).ListAsync(request, items, sink, cancellationToken);

    public Task<WatchEnd> WatchAsync<T>(WatchRequest request, IObjectReader<T> objects, IWatchSink<T> sink, CancellationToken cancellationToken) =>
        _watcher.WatchAsync(request, objects, sink, cancellationToken);

    public void Dispose() => _transport.Dispose();

    private string Accept(bool jsonOnly, string form = "") => _protobuf && !jsonOnly ? $"{Envelope.ProtobufMediaType}{form}, {Json}{form}" : Json + form;

    private Task<ApiAnswer<T>> GetAsync<T>(
        string path, string accept, Func<string, bool>? isKind, IObjectReader<T> reader, CancellationToken cancellationToken) =>
        _transport.CallAsync(new ApiRequest(HttpMethod.Get, path, accept) { IsKind = isKind }, reader, cancellationToken);
}
