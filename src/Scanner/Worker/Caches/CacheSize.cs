using Scanner.ApiServer.Reflectors;

namespace Scanner.Worker.Caches;

/// <summary>How many objects one cache holds.</summary>
/// <param name="Count">At the moment of the call; from any thread.</param>
internal sealed record CacheSize(WatchTarget Target, Func<int> Count);
