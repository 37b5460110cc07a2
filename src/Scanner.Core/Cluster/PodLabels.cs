using System.Collections.Immutable;

namespace Scanner.Core.Cluster;

/// <summary>
/// The labels of a pod. Equal are those that tell a policy the same: labels that a controller gives each pod, or each generation of pods, a
/// value of its own for are kept and not compared.
/// </summary>
public sealed class PodLabels : IEquatable<PodLabels>
{
    /// <summary>Key and value by turns, by key; those that are not compared stand last.</summary>
    private readonly ImmutableArray<string> _texts;
    private readonly int _compared;
    private readonly int _hash;

    private PodLabels(ImmutableArray<string> texts, int compared)
    {
        (_texts, _compared) = (texts, compared);
        var hash = default(HashCode);
        foreach (var text in texts.AsSpan(0, compared))
            hash.Add(text);
        _hash = hash.ToHashCode();
    }

    public static PodLabels None { get; } = new([], 0);

    /// <param name="labels">In any order; of a key that comes twice the last value counts.</param>
    /// <param name="ofOnePod">Labels that are not compared.</param>
    public static PodLabels Of(IReadOnlyCollection<KeyValuePair<string, string>> labels, IReadOnlyCollection<KeyValuePair<string, string>> ofOnePod)
    {
        if (labels.Count + ofOnePod.Count == 0)
            return None;
        var compared = Sorted(labels);
        return new PodLabels([.. compared, .. Sorted(ofOnePod)], compared.Count);
    }

    /// <returns>Null where there is no such label.</returns>
    public string? Find(string key)
    {
        for (var i = 0; i < _texts.Length; i += 2)
        {
            if (_texts[i] == key)
                return _texts[i + 1];
        }

        return null;
    }

    /// <summary>The values of some labels as one text, which says of each whether it is there.</summary>
    public string Values(IEnumerable<string> keys) => string.Join('\n', keys.Select(k => Find(k) is { } value ? "=" + value : "-"));

    public Dictionary<string, string> ToDictionary()
    {
        var labels = new Dictionary<string, string>(_texts.Length / 2);
        for (var i = 0; i < _texts.Length; i += 2)
            labels[_texts[i]] = _texts[i + 1];
        return labels;
    }

    public bool Equals(PodLabels? other) =>
        ReferenceEquals(this, other)
        || (other is not null && _hash == other._hash && _texts.AsSpan(0, _compared).SequenceEqual(other._texts.AsSpan(0, other._compared)));

    public override bool Equals(object? obj) => Equals(obj as PodLabels);

    public override int GetHashCode() => _hash;

    private static List<string> Sorted(IReadOnlyCollection<KeyValuePair<string, string>> labels)
    {
        var sorted = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in labels)
            sorted[key] = value;
        return [.. sorted.SelectMany(l => (string[])[l.Key, l.Value])];
    }
}
