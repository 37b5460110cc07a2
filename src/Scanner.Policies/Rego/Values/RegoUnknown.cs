using System.Collections.Immutable;

namespace Scanner.Policies.Rego.Values;

/// <summary>A value that depends on something that is not known. Whether there is a value at all is not known then either.</summary>
/// <param name="what">What is not known, in words; several after an operation on several.</param>
public sealed class RegoUnknown(ImmutableArray<string> what) : RegoValue(RegoKind.Unknown, 1, hasUnknown: true)
{
    public ImmutableArray<string> What => what;

    public static RegoUnknown Of(string what) => new([what]);

    internal static RegoUnknown Merge(RegoUnknown? first, RegoUnknown second) =>
        first is null || first.What.SequenceEqual(second.What) ? second : new RegoUnknown([.. first.What.Union(second.What)]);

    /// <summary>All that is not known in a value; null where everything is.</summary>
    internal static RegoUnknown? In(RegoValue value)
    {
        if (!value.HasUnknown)
            return null;
        var found = value switch
        {
            RegoUnknown unknown => unknown,
            RegoSet set => set.Rest,
            RegoObject table => table.Rest,
            _ => null,
        };
        foreach (var child in ChildrenOf(value))
        {
            if (In(child) is { } inner)
                found = Merge(found, inner);
        }

        return found;
    }

    private static RegoValue[] ChildrenOf(RegoValue value) => value switch
    {
        RegoArray array => array.Items.ToArray(),
        RegoSet set => set.Items.ToArray(),
        RegoObject table => [.. table.Keys, .. table.Values],
        _ => [],
    };
}
