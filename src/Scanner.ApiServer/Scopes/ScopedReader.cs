using System.Collections.Immutable;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Discovery;
using Scanner.ApiServer.Lists;
using Scanner.ApiServer.Transport;
using Scanner.ApiServer.Watches;
using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.Scopes;

/// <summary>
/// Reads resources that live in namespaces in some namespaces only, so that Roles there are right enough: a list or watch of all namespaces
/// becomes one in each of these, which together look like one. A namespace that refuses is left out, and <paramref name="refusals"/> says so:
/// nothing may be concluded of it from what is read. Where all refuse, the whole is refused.
/// </summary>
/// <param name="namespaces">The namespaces; not empty.</param>
/// <param name="isScoped">Which resources are read so; others, and what already names a namespace, pass as they are.</param>
public sealed class ScopedReader(
    IApiServerReader inner, ImmutableArray<string> namespaces, Func<ResourcePath, bool> isScoped, ScopeRefusals refusals, TimeProvider time) : IApiServerReader
{
    private readonly NamedNamespaces _named = new(inner, namespaces, refusals, time);

    public int RequestsSent => inner.RequestsSent;

    public TimeSpan LongestCall => inner.LongestCall;

    public Task<ApiAnswer<ServerVersion>> GetVersionAsync(CancellationToken cancellationToken) => inner.GetVersionAsync(cancellationToken);

    public Task<ApiAnswer<ImmutableArray<ApiGroup>>> GetGroupsAsync(CancellationToken cancellationToken) => inner.GetGroupsAsync(cancellationToken);

    public Task<ApiAnswer<ImmutableArray<ApiResource>>> GetResourcesAsync(string group, string version, CancellationToken cancellationToken) =>
        inner.GetResourcesAsync(group, version, cancellationToken);

    public Task<ApiAnswer<T>> GetAsync<T>(ResourcePath path, IObjectReader<T> reader, CancellationToken cancellationToken) =>
        inner.GetAsync(path, reader, cancellationToken);

    public Task<ApiAnswer<ListResult>> ListAsync<T>(ListRequest request, IObjectReader<T> items, IListSink<T> sink, CancellationToken cancellationToken)
    {
        if (IsNamespaces(request.Path) && request is { LabelSelector: null, FieldSelector: null })
            return _named.ListAsync(request, items, sink, cancellationToken);
        return IsScoped(request.Path) ? ListEachAsync(request, items, sink, cancellationToken) : inner.ListAsync(request, items, sink, cancellationToken);
    }

    public Task<WatchEnd> WatchAsync<T>(WatchRequest request, IObjectReader<T> objects, IWatchSink<T> sink, CancellationToken cancellationToken)
    {
        if (IsNamespaces(request.Path) && request.LabelSelector is null)
            return _named.WatchAsync(request, objects, sink, cancellationToken);
        return IsScoped(request.Path)
            ? new ScopedWatch<T>(request, namespaces, sink, refusals).RunAsync(inner, new OneAtATimeReader<T>(objects), cancellationToken)
            : inner.WatchAsync(request, objects, sink, cancellationToken);
    }

    private bool IsScoped(ResourcePath path) => path is { Namespace: null, Name: null } && isScoped(path);

    private static bool IsNamespaces(ResourcePath path) => path is { Group: "", Resource: "namespaces", Name: null };

    private async Task<ApiAnswer<ListResult>> ListEachAsync<T>(
        ListRequest request, IObjectReader<T> items, IListSink<T> sink, CancellationToken cancellationToken)
    {
        var (versions, count, consistent) = (new string[namespaces.Length], 0, true);
        ApiAnswer<ListResult>? refused = null;
        for (var i = 0; i < namespaces.Length; i++)
        {
            var path = request.Path with { Namespace = namespaces[i] };
            // A list that begins again must not take those before it along.
            var page = new BufferedList<T>(sink);
            var answer = await inner.ListAsync(request with { Path = path }, items, page, cancellationToken);
            if (answer is ApiAnswer<ListResult>.Refused { Status: { IsForbidden: true } status } && refusals.Refused(path, "list", status))
            {
                (versions[i], refused) = (VersionVector.LeftOut, answer);
                continue;
            }

            if (answer is not ApiAnswer<ListResult>.Ok { Value: var list })
                return answer;
            refusals.Allowed(path);
            page.Flush();
            versions[i] = list.ResourceVersion;
            (count, consistent) = (count + list.Count, consistent && list.Consistent);
        }

        return refused is not null && Array.TrueForAll(versions, v => v == VersionVector.LeftOut)
            ? refused
            : new ApiAnswer<ListResult>.Ok(new ListResult(VersionVector.Join(versions), count, consistent), 200, []);
    }
}
