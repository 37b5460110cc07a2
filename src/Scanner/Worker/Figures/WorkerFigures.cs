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

    public IEnumerable<KeyValuePair<LabelValues, long>> Requests
    {
        get
        {
            var sums = new Dictionary<LabelValues, long>();
            foreach (var request in session.Client.RequestCounts)
                Add(sums, new LabelValues(request.Verb, ResourceLabel.Of(request.Group, request.Resource), CodeLabel.Of(request.Code)), request.Count);
            return sums;
        }
    }

    public IEnumerable<KeyValuePair<LabelValues, long>> WatchRestarts
    {
        get
        {
            var sums = new Dictionary<LabelValues, long>();
            foreach (var each in watch.RestartsOfEach)
            {
                foreach (var (reason, count) in each.ByReason)
                    Add(sums, new LabelValues(ResourceLabel.Of(each.Target), reason), count);
            }

            return sums;
        }
    }

    public IReadOnlyDictionary<LabelValues, int> CachedObjects => watch.Sizes.All
        .GroupBy(s => ResourceLabel.Of(s.Target))
        .ToDictionary(s => new LabelValues(s.Key), s => s.Sum(each => each.Count()));

    // What is not in a closed set is shown as one, so that several counts may belong to one series.
    private static void Add(Dictionary<LabelValues, long> sums, LabelValues series, long count) => sums[series] = sums.GetValueOrDefault(series) + count;
}
