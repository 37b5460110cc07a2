using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Scanner.ApiServer.Transport;

/// <summary>Counts how requests ended. Thread-safe.</summary>
internal sealed class RequestTally
{
    private readonly ConcurrentDictionary<RequestKind, ConcurrentDictionary<string, StrongBox<long>>> _counts = [];

    public ImmutableArray<RequestCount> All =>
    [
        .. from kind in _counts
           from code in kind.Value
           select new RequestCount(kind.Key.Verb, kind.Key.Group, kind.Key.Resource, code.Key, Volatile.Read(ref code.Value.Value)),
    ];

    public void Ended(ApiRequest request, Attempt attempt)
    {
        var codes = _counts.GetOrAdd(RequestKind.Of(request), static _ => []);
        Interlocked.Increment(ref codes.GetOrAdd(Code(attempt), static _ => new StrongBox<long>()).Value);
    }

    private static string Code(Attempt attempt) => attempt switch
    {
        { Response: { } response } => ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture),
        { Failure: { } failure } => failure.Kind.ToString().ToLowerInvariant(),
        _ => "other",
    };
}
