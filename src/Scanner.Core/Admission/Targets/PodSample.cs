using System.Collections.Immutable;
using Scanner.Core.Cluster;

namespace Scanner.Core.Admission.Targets;

/// <summary>Some pods by name, standing for more.</summary>
/// <param name="First">The first of them in name order.</param>
/// <param name="Count">How many there are.</param>
public sealed record PodSample(ImmutableArray<string> First, int Count)
{
    private const int Most = 3;

    public static PodSample None { get; } = new([], 0);

    public bool IsEmpty => Count == 0;

    /// <summary>Pods that violate the Baseline standard, and that live: what has ended is made anew, if at all, like those that run.</summary>
    public static PodSample BelowBaseline(IEnumerable<PodFacts> pods)
    {
        var names = pods
            .Where(p => p is { TemplateViolatesBaseline: true, Phase: not (PodPhase.Succeeded or PodPhase.Failed), Mirror: false })
            .Select(p => p.Name)
            .Order(StringComparer.Ordinal)
            .ToList();
        return names.Count == 0 ? None : new PodSample([.. names.Take(Most)], names.Count);
    }

    public bool Equals(PodSample? other) => other is not null && Count == other.Count && First.SequenceEqual(other.First);

    public override int GetHashCode() => Count;

    /// <summary><c>pod a</c>, <c>pods a, b and 7 more</c>.</summary>
    public override string ToString() =>
        $"pod{(Count == 1 ? "" : "s")} {string.Join(", ", First)}{(Count > First.Length ? $" and {Count - First.Length} more" : "")}";
}
