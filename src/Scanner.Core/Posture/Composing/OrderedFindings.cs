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

    // After those that are equal to it. A few among thousands are placed with few comparisons.
    private static int PlaceOf(Finding item, ImmutableArray<Finding> findings, int from)
    {
        var place = findings.BinarySearch(from, findings.Length - from, item, Finding.Order);
        if (place < 0)
            return ~place;
        while (place < findings.Length && Finding.Order.Compare(findings[place], item) <= 0)
            place++;
        return place;
    }

    /// <summary>The same without some and with others.</summary>
    /// <param name="gone">Of <paramref name="findings"/>, by reference.</param>
    public static ImmutableArray<Finding> Replace(ImmutableArray<Finding> findings, IEnumerable<Finding> gone, IEnumerable<Finding> come)
    {
        var without = new HashSet<Finding>(gone, ReferenceEqualityComparer.Instance);
        return Merge(Without(findings, without), Sort(come));
    }

    // Few are looked for where they are; to go through all of thousands costs more.
    private static ImmutableArray<Finding> Without(ImmutableArray<Finding> findings, HashSet<Finding> gone)
    {
        if (gone.Count > findings.Length / 16)
            return findings.RemoveAll(gone.Contains);
        var left = ImmutableArray.CreateBuilder<Finding>(findings.Length);
        var next = 0;
        foreach (var item in gone.Order(Finding.Order))
        {
            // All that are equal in order are gone through at once.
            var (from, to) = InOrder.Slice(findings, f => Finding.Order.Compare(f, item));
            if (from < next)
                continue;
            left.AddRange(findings.AsSpan(next..from));
            left.AddRange(findings[from..to].Where(f => !gone.Contains(f)));
            next = to;
        }

        left.AddRange(findings.AsSpan(next..));
        return left.DrainToImmutable();
    }
}
