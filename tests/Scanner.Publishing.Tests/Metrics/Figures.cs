using System.Collections.Immutable;
using Scanner.Core.Posture;
using Scanner.Publishing.Metrics;

namespace Scanner.Publishing.Tests.Metrics;

/// <summary>What a worker would say.</summary>
internal sealed record Figures(PostureSnapshot? Snapshot, bool Leads) : IWorkerFigures
{
    public ImmutableDictionary<LabelValues, long> RequestsSoFar { get; init; } = ImmutableDictionary<LabelValues, long>.Empty;

    public ImmutableDictionary<LabelValues, long> RestartsSoFar { get; init; } = ImmutableDictionary<LabelValues, long>.Empty;

    public ImmutableDictionary<LabelValues, int> Cached { get; init; } = ImmutableDictionary<LabelValues, int>.Empty;

    public IEnumerable<KeyValuePair<LabelValues, long>> Requests => RequestsSoFar;

    public IEnumerable<KeyValuePair<LabelValues, long>> WatchRestarts => RestartsSoFar;

    public IReadOnlyDictionary<LabelValues, int> CachedObjects => Cached;
}
