using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Scanner.ApiServer.Answers;

namespace Scanner.ApiServer.Transport;

/// <summary>Counts how requests ended. Thread-safe.</summary>
internal sealed class RequestTally
{
    private readonly ConcurrentDictionary<RequestKind, ConcurrentDictionary<string, long>> _counts = [];

    public ImmutableArray<RequestCount> All =>
        [.. from kind in _counts from code in kind.Value select new RequestCount(kind.Key.Verb, kind.Key.Group, kind.Key.Resource, code.Key, code.Value)];

    public void Ended(ApiRequest request, Attempt attempt) => _counts
        .GetOrAdd(RequestKind.Of(request), static _ => [])
        .AddOrUpdate(Code(attempt), 1, static (_, count) => count + 1);

    private static string Code(Attempt attempt) => attempt switch
    {
        { Response: { } response } => ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture),
        { Failure: { } failure } => failure.Kind.ToString().ToLowerInvariant(),
        _ => "other",
    };
}
