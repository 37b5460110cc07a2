using System.Collections.Immutable;

namespace Scanner.Core.Cluster.Selectors;

/// <summary>One requirement of a label selector.</summary>
/// <param name="Operator">As the API writes it: <c>In, NotIn, Exists, DoesNotExist</c>. Any other matches nothing.</param>
public sealed record LabelRequirementFacts(string Key, string Operator, ImmutableArray<string> Values)
{
    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        var has = labels.TryGetValue(Key, out var value);
        return Operator switch
        {
            "In" => has && Values.Contains(value!),
            // An object without the label is not in the list either.
            "NotIn" => !has || !Values.Contains(value!),
            "Exists" => has,
            "DoesNotExist" => !has,
            _ => false,
        };
    }

    public bool Equals(LabelRequirementFacts? other) =>
        other is not null && Key == other.Key && Operator == other.Operator && Values.SequenceEqual(other.Values);

    public override int GetHashCode() => HashCode.Combine(Key, Operator, Values.Length);
}
