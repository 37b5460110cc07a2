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
        var next = 0;
        foreach (var item in right)
        {
            var place = PlaceOf(item, left, next);
            merged.AddRange(left.AsSpan(next..place));
            merged.Add(item);
            next = place;
        }

        merged.AddRange(left.AsSpan(next..));
        return merged.MoveToImmutable();
    }

    // By steps that double: a few among thousands are placed with few comparisons, and as many as there are with hardly more than one each.
    private static int PlaceOf(Finding item, ImmutableArray<Finding> findings, int from)
    {
        var (low, high, step) = (from, from, 1);
        while (high < findings.Length && Finding.Order.Compare(findings[high], item) <= 0)
        {
            (low, high) = (high + 1, high + step);
            step *= 2;
        }

        high = Math.Min(high, findings.Length);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (Finding.Order.Compare(findings[middle], item) <= 0)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>The same without some and with others.</summary>
    /// <param name="gone">Of <paramref name="findings"/>, by reference.</param>
    public static ImmutableArray<Finding> Replace(ImmutableArray<Finding> findings, IEnumerable<Finding> gone, IEnumerable<Finding> come)
    {
        var without = new HashSet<Finding>(gone, ReferenceEqualityComparer.Instance);
        return Merge(without.Count == 0 ? findings : findings.RemoveAll(without.Contains), Sort(come));
    }
}
