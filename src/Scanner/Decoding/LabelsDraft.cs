using Scanner.Core.Cluster;

namespace Scanner.Decoding;

/// <summary>The labels of a pod while it is read. Labels that are the same come out as one object. Not for concurrent use.</summary>
internal sealed class LabelsDraft
{
    private readonly Dictionary<PodLabels, PodLabels> _known = [];
    private readonly List<KeyValuePair<string, string>> _labels = [];
    private readonly List<KeyValuePair<string, string>> _ofOnePod = [];

    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, StringPool strings) =>
        (PodCombination.IsOfOnePod(key) ? _ofOnePod : _labels).Add(KeyValuePair.Create(strings.Get(key), strings.Get(value)));

    public void Clear()
    {
        _labels.Clear();
        _ofOnePod.Clear();
    }

    /// <summary>What was added, and the next pod begins.</summary>
    public PodLabels Take()
    {
        var labels = PodLabels.Of(_labels, _ofOnePod);
        Clear();
        if (_known.TryGetValue(labels, out var known))
            return known;
        _known[labels] = labels;
        return labels;
    }
}
