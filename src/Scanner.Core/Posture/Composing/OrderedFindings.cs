using System.Collections.Immutable;
using Scanner.Core.Findings;

namespace Scanner.Core.Posture.Composing;

/// <summary>Keeps findings in <see cref="Finding.Order"/>, at the price of one pass where little changes.</summary>
internal static class OrderedFindings
{
    public static ImmutableArray<Finding> Sort(IEnumerable<Finding> findings) => [.. findings.Order(Finding.Order)];

    /// <summary>Two in order become one.</summary>
    public static ImmutableArray<Finding> Merge(ImmutableArray<Finding> left, ImmutableArray<Finding> right)
    {
        if (left.IsEmpty || right.IsEmpty)
            return left.IsEmpty ? right : left;
        var merged = ImmutableArray.CreateBuilder<Finding>(left.Length + right.Length);
        var (i, j) = (0, 0);
        while (i < left.Length && j < right.Length)
            merged.Add(Finding.Order.Compare(left[i], right[j]) <= 0 ? left[i++] : right[j++]);
        merged.AddRange(left.AsSpan(i..));
        merged.AddRange(right.AsSpan(j..));
        return merged.MoveToImmutable();
    }

    /// <summary>The same without some and with others.</summary>
    /// <param name="gone">Of <paramref name="findings"/>, by reference.</param>
    public static ImmutableArray<Finding> Replace(ImmutableArray<Finding> findings, IEnumerable<Finding> gone, IEnumerable<Finding> come)
    {
        var without = new HashSet<Finding>(gone, ReferenceEqualityComparer.Instance);
        return Merge(without.Count == 0 ? findings : findings.RemoveAll(without.Contains), Sort(come));
    }
}
