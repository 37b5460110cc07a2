using System.Collections.Immutable;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Discovery;
using Scanner.ApiServer.Lists;
using Scanner.ApiServer.Transport;
using Scanner.ApiServer.Watches;
using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.Tests.Scopes;

/// <summary>Answers by functions of the path; of a watch the test holds the sink and says when it ends.</summary>
internal sealed class FakeCluster : IApiServerReader
{
    public static TransportFailure Failure { get; } = new(TransportFailureKind.Connection, "reset");

    public static ApiStatus Forbidden { get; } = new() { Code = 403, Reason = "Forbidden", Message = "no" };

    /// <summary>By path: the version and the objects; null for a refusal.</summary>
    public Dictionary<string, (string Version, string[] Items)?> Lists { get; } = [];

    /// <summary>By name; what is not here is not there.</summary>
    public Dictionary<string, string> Objects { get; } = [];

    /// <summary>Objects by name that may not be got.</summary>
    public HashSet<string> Refused { get; } = [];

    /// <summary>Names that were asked for.</summary>
    public List<string> Got { get; } = [];

    /// <summary>Begun and not ended, by path.</summary>
    public Dictionary<string, FakeWatch> Watches { get; } = [];

    public bool WatchesRefused { get; set; }

    /// <summary>Nothing is answered.</summary>
    public bool IsDown { get; set; }

    /// <summary>A name for which nothing is answered.</summary>
    public string? IsDownFor { get; set; }

    public int RequestsSent { get; private set; }

    public TimeSpan LongestCall => TimeSpan.FromMinutes(1);

    public Task<ApiAnswer<ServerVersion>> GetVersionAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ApiAnswer<ImmutableArray<ApiGroup>>> GetGroupsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ApiAnswer<ImmutableArray<ApiResource>>> GetResourcesAsync(string group, string version, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<ApiAnswer<T>> GetAsync<T>(ResourcePath path, IObjectReader<T> reader, CancellationToken cancellationToken)
    {
        RequestsSent++;
        if (IsDown || path.Name == IsDownFor)
            return Task.FromResult<ApiAnswer<T>>(new ApiAnswer<T>.Failed(Failure));
        Got.Add(path.Name!);
        if (Refused.Contains(path.Name!))
            return Task.FromResult<ApiAnswer<T>>(new ApiAnswer<T>.Refused(Forbidden, []));
        return Task.FromResult<ApiAnswer<T>>(Objects.TryGetValue(path.Name!, out var text)
            ? new ApiAnswer<T>.Ok((T)(object)text, 200, [])
            : new ApiAnswer<T>.Refused(new ApiStatus { Code = 404, Reason = "NotFound", DetailsName = path.Name! }, []));
    }

    public Task<ApiAnswer<ListResult>> ListAsync<T>(ListRequest request, IObjectReader<T> items, IListSink<T> sink, CancellationToken cancellationToken)
    {
        if (IsDown)
            return Task.FromResult<ApiAnswer<ListResult>>(new ApiAnswer<ListResult>.Failed(Failure));
        if (Lists[request.Path.ToString()] is not { } list)
            return Task.FromResult<ApiAnswer<ListResult>>(new ApiAnswer<ListResult>.Refused(Forbidden, []));
        // As a server whose list expired once.
        sink.Add((T)(object)"old");
        sink.Restart();
        foreach (var item in list.Items)
            sink.Add((T)(object)item);
        return Task.FromResult<ApiAnswer<ListResult>>(new ApiAnswer<ListResult>.Ok(new ListResult(list.Version, list.Items.Length, true), 200, []));
    }

    public async Task<WatchEnd> WatchAsync<T>(WatchRequest request, IObjectReader<T> objects, IWatchSink<T> sink, CancellationToken cancellationToken)
    {
        if (IsDown)
            return new WatchEnd.Failed(Failure);
        if (WatchesRefused)
            return new WatchEnd.Refused(Forbidden);
        var watch = Watches[request.Path.ToString()] = new FakeWatch((IWatchSink<string>)sink, request);
        try
        {
            return await watch.End.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            Watches.Remove(request.Path.ToString());
        }
    }
}
