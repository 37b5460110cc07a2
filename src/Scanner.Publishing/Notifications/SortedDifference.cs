using System.Collections.Immutable;

namespace Scanner.Publishing.Notifications;

/// <summary>What differs between two lists in one order, by reference: what nothing happened to is the same object in both.</summary>
internal static class SortedDifference
{
    /// <summary>One pass over both, which compares nothing as long as they are the same.</summary>
    public static (List<T> Gone, List<T> Come) Of<T>(ImmutableArray<T> before, ImmutableArray<T> now, IComparer<T> order)
        where T : class
    {
        List<T> gone = [];
        List<T> come = [];
        if (before == now)
            return (gone, come);
        var (i, j) = (0, 0);
        while (i < before.Length && j < now.Length)
        {
            if (ReferenceEquals(before[i], now[j]))
            {
                i++;
                j++;
                continue;
            }

            var by = order.Compare(before[i], now[j]);
            if (by <= 0)
                gone.Add(before[i++]);
            if (by >= 0)
                come.Add(now[j++]);
        }

        gone.AddRange(before.AsSpan(i..));
        come.AddRange(now.AsSpan(j..));
        return (gone, come);
    }
}
