using System.Runtime.InteropServices;

namespace Scanner.Publishing.Metrics;

/// <summary>Counts by labels.</summary>
internal sealed class LabelCounts : Dictionary<LabelValues, int>
{
    public void Add(LabelValues series) => CollectionsMarshal.GetValueRefOrAddDefault(this, series, out _)++;
}
