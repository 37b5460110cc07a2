using System.Collections.Immutable;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Discovery;
using Scanner.ApiServer.Lists;
using Scanner.ApiServer.Transport;
using Scanner.ApiServer.Watches;
using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer;

/// <summary>
/// Everything that can be asked of an API server without changing it. Answers come as gzipped protobuf where the server has it and the reader
/// is not <see cref="IObjectReader{T}.JsonOnly"/>.
/// </summary>
public interface IApiServerReader
{
    /// <summary>Requests sent so far over this connection, dry runs and repeated ones included.</summary>
    int RequestsSent { get; }

    /// <summary>Longest wait for one call with all its attempts; for a list, for one of its pages.</summary>
    TimeSpan LongestCall { get; }

    /// <summary><c>/version</c>.</summary>
    Task<ApiAnswer<ServerVersion>> GetVersionAsync(CancellationToken cancellationToken);

    /// <summary><c>/apis</c>: groups and their versions, without the core group.</summary>
    Task<ApiAnswer<ImmutableArray<ApiGroup>>> GetGroupsAsync(CancellationToken cancellationToken);

    /// <summary>Resources of one group version; a group that is absent is <see cref="ApiStatus.IsNotServed"/>.</summary>
    Task<ApiAnswer<ImmutableArray<ApiResource>>> GetResourcesAsync(string group, string version, CancellationToken cancellationToken);

    /// <summary>One object.</summary>
    Task<ApiAnswer<T>> GetAsync<T>(ResourcePath path, IObjectReader<T> reader, CancellationToken cancellationToken);

    /// <summary>All pages of a list. What <paramref name="sink"/> got before a failure stands, but is not the whole list.</summary>
    Task<ApiAnswer<ListResult>> ListAsync<T>(ListRequest request, IObjectReader<T> items, IListSink<T> sink, CancellationToken cancellationToken);

    /// <summary>One watch from its start to its end, which always comes. Never repeated here: where to go on is the caller's knowledge.</summary>
    Task<WatchEnd> WatchAsync<T>(WatchRequest request, IObjectReader<T> objects, IWatchSink<T> sink, CancellationToken cancellationToken);
}
