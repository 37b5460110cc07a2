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
/// <param name="isScoped">
/// Which resources are read so, and whether only where the whole is refused; null for others, which pass as they are, as does what already names a
/// namespace.
/// </param>
public sealed class ScopedReader(
    IApiServerReader inner, ImmutableArray<string> namespaces, Func<ResourcePath, ScopeKind?> isScoped, ScopeRefusals refusals, TimeProvider time) : IApiServerReader
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
        return KindOf(request.Path) switch
        {
            ScopeKind.Always => ListEachAsync(request, items, sink, cancellationToken),
            ScopeKind.WhereRefused => ListWholeAsync(request, items, sink, cancellationToken),
            _ => inner.ListAsync(request, items, sink, cancellationToken),
        };
    }

    public Task<WatchEnd> WatchAsync<T>(WatchRequest request, IObjectReader<T> objects, IWatchSink<T> sink, CancellationToken cancellationToken)
    {
        if (IsNamespaces(request.Path) && request.LabelSelector is null)
            return _named.WatchAsync(request, objects, sink, cancellationToken);
        return KindOf(request.Path) switch
        {
            ScopeKind.Always => WatchEachAsync(request, objects, sink, cancellationToken),
            ScopeKind.WhereRefused => WatchWholeAsync(request, objects, sink, cancellationToken),
            _ => inner.WatchAsync(request, objects, sink, cancellationToken),
        };
    }

    private ScopeKind? KindOf(ResourcePath path) => path is { Namespace: null, Name: null } ? isScoped(path) : null;

    private static bool IsNamespaces(ResourcePath path) => path is { Group: "", Resource: "namespaces", Name: null };

    private async Task<ApiAnswer<ListResult>> ListWholeAsync<T>(
        ListRequest request, IObjectReader<T> items, IListSink<T> sink, CancellationToken cancellationToken)
    {
        var whole = await inner.ListAsync(request, items, sink, cancellationToken);
        if (whole is ApiAnswer<ListResult>.Refused { Status.IsForbidden: true })
            return await ListEachAsync(request, items, sink, cancellationToken);
        if (whole is ApiAnswer<ListResult>.Ok)
            Allowed(request.Path);
        else
            refusals.Unanswered(request.Path, namespaces);
        return whole;
    }

    private async Task<WatchEnd> WatchWholeAsync<T>(WatchRequest request, IObjectReader<T> objects, IWatchSink<T> sink, CancellationToken cancellationToken)
    {
        if (request.ResourceVersion is { } version && VersionVector.IsOne(version))
            return await WatchEachAsync(request, objects, sink, cancellationToken);
        var whole = await inner.WatchAsync(request, objects, new OpenedSink<T>(sink, () => Allowed(request.Path)), cancellationToken);
        // Where a list of the whole was allowed, the refusal of its watch is that of a right.
        if (request.SendInitialEvents && whole is WatchEnd.Refused { Status.IsForbidden: true })
            return await WatchEachAsync(request, objects, sink, cancellationToken);
        if (whole is WatchEnd.Failed or WatchEnd.Refused { Status.IsForbidden: false })
            refusals.Unanswered(request.Path, namespaces);
        return whole;
    }

    private void Allowed(ResourcePath path)
    {
        foreach (var ns in namespaces)
            refusals.Allowed(path with { Namespace = ns });
    }

    private Task<WatchEnd> WatchEachAsync<T>(WatchRequest request, IObjectReader<T> objects, IWatchSink<T> sink, CancellationToken cancellationToken) =>
        new ScopedWatch<T>(request, namespaces, sink, refusals).RunAsync(inner, new OneAtATimeReader<T>(objects), cancellationToken);

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
            {
                if (answer is not ApiAnswer<ListResult>.Refused { Status.IsForbidden: true })
                    refusals.Unanswered(request.Path, namespaces);
                return answer;
            }

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
