using System.Collections.Immutable;
using Scanner.Core.Cluster;

namespace Scanner.Reviews;

/// <summary>Which pods stand for those of a namespace where policies go by labels.</summary>
internal static class LabelledPods
{
    /// <summary>As many as are probed of a namespace at most by default; more would cost time and hardly tell more.</summary>
    private const int Most = 10;

    /// <param name="pods">Of one namespace.</param>
    /// <returns>One of each combination of labels, the first by workload and name; null where the labels of one are not known.</returns>
    public static ImmutableArray<LabelledPod>? Of(IEnumerable<PodFacts> pods)
    {
        var all = pods.Where(p => !p.Mirror).ToList();
        if (all.Exists(p => p.Labels is null))
            return null;
        return
        [
            .. all.GroupBy(p => p.Labels!)
                .Select(g => g.MinBy(p => (p.Workload.ToString(), p.Name), Comparer<(string, string)>.Create(Compare))!)
                .OrderBy(p => (p.Workload.ToString(), p.Name), Comparer<(string, string)>.Create(Compare))
                .Take(Most)
                .Select(p => new LabelledPod(p.Name, p.Labels!)),
        ];
    }

    private static int Compare((string Workload, string Name) a, (string Workload, string Name) b) =>
        string.CompareOrdinal(a.Workload, b.Workload) is not 0 and var order ? order : string.CompareOrdinal(a.Name, b.Name);
}
