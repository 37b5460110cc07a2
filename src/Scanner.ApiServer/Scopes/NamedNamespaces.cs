using System.Collections.Immutable;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Lists;
using Scanner.ApiServer.Reflectors;
using Scanner.ApiServer.Transport;
using Scanner.ApiServer.Watches;
using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.Scopes;

/// <summary>
/// Namespaces by name, for who may not list and watch them: a Role in a namespace gives the right to get the namespace itself, and no right that
/// is in a Role gives more. They are got every ten seconds. Whoever may list them lists and watches as ever, and a server that refuses that for a
/// moment has just started. For one reader at a time.
/// </summary>
internal sealed class NamedNamespaces(IApiServerReader inner, ImmutableArray<string> names, ScopeRefusals refusals, TimeProvider time)
{
    private const string Polled = ";polled";

    private static readonly ResourcePath s_all = ResourcePath.Core("namespaces");

    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(10);

    private readonly RefusalGrace _whole = new(time);

    // What was got last, so that a namespace that is there no more can be named. Namespaces are listed and watched by one reflector.
    private object? _last;

    public async Task<ApiAnswer<ListResult>> ListAsync<T>(ListRequest request, IObjectReader<T> items, IListSink<T> sink, CancellationToken cancellationToken)
    {
        var answer = await inner.ListAsync(request, items, sink, cancellationToken);
        switch (answer)
        {
            case ApiAnswer<ListResult>.Ok:
                WholeAllowed();
                return answer;
            case ApiAnswer<ListResult>.Refused { Status.IsForbidden: true }:
                if (_whole.Refused())
                    return answer;
                break;
            default:
                Unanswered();
                return answer;
        }

        sink.Restart();
        var (found, refused) = await GetAsync(items, cancellationToken);
        if (refused is not null)
            return refused.Map(static _ => new ListResult("", 0, false));
        foreach (var item in found.Values)
            sink.Add(item);
        return new ApiAnswer<ListResult>.Ok(new ListResult(Polled, found.Count, true), 200, []);
    }

    public async Task<WatchEnd> WatchAsync<T>(WatchRequest request, IObjectReader<T> objects, IWatchSink<T> sink, CancellationToken cancellationToken)
    {
        if (request.ResourceVersion != Polled)
        {
            var end = await inner.WatchAsync(request, objects, new OpenedSink<T>(sink, WholeAllowed), cancellationToken);
            if (end is WatchEnd.Failed or WatchEnd.Refused { Status.IsForbidden: false })
                Unanswered();
            // Not by a refused watch after a list that was allowed: that is a right which is missing, or a server that is starting.
            if (!request.SendInitialEvents || end is not WatchEnd.Refused { Status.IsForbidden: true } || _whole.Refused())
                return end;
        }

        return await PollAsync(request, objects, sink, cancellationToken);
    }

    private async Task<WatchEnd> PollAsync<T>(WatchRequest request, IObjectReader<T> objects, IWatchSink<T> sink, CancellationToken cancellationToken)
    {
        var (start, listing) = (time.GetTimestamp(), request.SendInitialEvents);
        if (!listing)
            sink.Opened();
        while (time.GetElapsedTime(start) < request.Timeout)
        {
            if (!listing)
                await Task.Delay(s_period, time, cancellationToken);
            var known = listing ? ImmutableSortedDictionary<string, T>.Empty : Last<T>();
            var (found, refused) = await GetAsync(objects, cancellationToken);
            if (refused is not null)
                return refused is ApiAnswer<T>.Refused { Status: var status } ? new WatchEnd.Refused(status) : new WatchEnd.Failed(((ApiAnswer<T>.Failed)refused).Failure);
            if (listing)
                sink.Opened();
            if (!Tell(sink, known, found))
                return new WatchEnd.Stopped();
            sink.Bookmark(Polled, listing);
            listing = false;
        }

        // From time to time it is tried whether they may be listed by now.
        return new WatchEnd.Refused(new ApiStatus { Code = 410, Reason = "Expired", Message = "namespaces are got by name" });
    }

    // Whoever takes them compares them with what is known.
    private static bool Tell<T>(IWatchSink<T> sink, ImmutableSortedDictionary<string, T> known, ImmutableSortedDictionary<string, T> found) =>
        known.Where(k => !found.ContainsKey(k.Key)).All(gone => sink.Event(WatchEventType.Deleted, gone.Value, Polled))
        && found.All(item => sink.Event(known.ContainsKey(item.Key) ? WatchEventType.Modified : WatchEventType.Added, item.Value, Polled));

    // As the authorizer sees the request for a namespace: a Role in it is enough.
    private static ResourcePath InItself(string name) => s_all with { Namespace = name };

    // Whether each may be got says nothing any more, and is not asked.
    private void WholeAllowed()
    {
        _whole.Allowed();
        foreach (var name in names)
            refusals.TakeIn(InItself(name));
    }

    private void Unanswered()
    {
        _whole.Unanswered();
        refusals.Unanswered(s_all, names);
    }

    private ImmutableSortedDictionary<string, T> Last<T>() => _last as ImmutableSortedDictionary<string, T> ?? ImmutableSortedDictionary<string, T>.Empty;

    /// <summary>
    /// Those that are there and may be got, or the first answer that says neither. Where none may be got, that is the answer.
    /// </summary>
    private async Task<(ImmutableSortedDictionary<string, T> Found, ApiAnswer<T>? Refused)> GetAsync<T>(IObjectReader<T> reader, CancellationToken cancellationToken)
    {
        var found = ImmutableSortedDictionary.CreateBuilder<string, T>(StringComparer.Ordinal);
        ApiAnswer<T>? refusal = null;
        var refused = 0;
        var asked = names.RemoveAll(n => refusals.Rests(InItself(n)));
        // Where all rest the server has to say so itself.
        if (asked.IsEmpty)
            asked = names;
        foreach (var name in asked)
        {
            var path = InItself(name);
            switch (await inner.GetAsync(ResourcePath.Core("namespaces", name: name), reader, cancellationToken))
            {
                case ApiAnswer<T>.Ok { Value: var item }:
                    refusals.Allowed(path);
                    found[name] = item;
                    break;
                case ApiAnswer<T>.Refused { Status: { Code: 404, IsNotServed: false, Untyped: false } }:
                    break;
                case ApiAnswer<T>.Refused { Status: { IsForbidden: true } status } answer when refusals.Refused(path, "get", status):
                    (refusal, refused) = (answer, refused + 1);
                    break;
                case var other:
                    if (other is not ApiAnswer<T>.Refused { Status.IsForbidden: true })
                        Unanswered();
                    return (ImmutableSortedDictionary<string, T>.Empty, other);
            }
        }

        if (refused == asked.Length)
            return (ImmutableSortedDictionary<string, T>.Empty, refusal);
        _last = found.ToImmutable();
        return (Last<T>(), null);
    }
}
