using Scanner.Core.Posture;
using Scanner.Publishing.Board;
using Scanner.Publishing.Metrics;
using Scanner.Sessions;
using Scanner.Worker.Caches;
using Scanner.Worker.Leading;

namespace Scanner.Worker.Figures;

/// <inheritdoc cref="IWorkerFigures"/>
internal sealed class WorkerFigures(ClusterSession session, ILeaderElection election, PostureBoard board, ClusterWatch watch) : IWorkerFigures
{
    public bool Leads => election.IsLeader;

    public PostureSnapshot? Snapshot => board.Current;

    // Names that are not in a closed set are shown as one, so that several counts may belong to one series.
    public IEnumerable<KeyValuePair<LabelValues, long>> Requests => Sums(
        session.Client.RequestCounts.Select(r => (new LabelValues(r.Verb, ResourceLabel.Of(r.Group, r.Resource), CodeLabel.Of(r.Code)), r.Count)));

    public IEnumerable<KeyValuePair<LabelValues, long>> WatchRestarts => Sums(
        watch.RestartsOfEach.Select(r => (new LabelValues(ResourceLabel.Of(r.Target), r.Reason), (long)r.Count)));

    public IReadOnlyDictionary<LabelValues, int> CachedObjects => watch.Sizes.All
        .GroupBy(s => ResourceLabel.Of(s.Target))
        .ToDictionary(s => new LabelValues(s.Key), s => s.Sum(each => each.Count));

    private static Dictionary<LabelValues, long> Sums(IEnumerable<(LabelValues Series, long Count)> counts)
    {
        var sums = new Dictionary<LabelValues, long>();
        foreach (var (series, count) in counts)
            sums[series] = sums.GetValueOrDefault(series) + count;
        return sums;
    }
}
