using System.Collections.Immutable;

namespace Scanner.Core;

/// <summary>Compares lists in order of which most often one thing of very many has come, gone or changed.</summary>
internal static class InOrder
{
    /// <summary>Of more changes than this the whole is made anew: each one copies the list.</summary>
    public const int MostSingly = 16;

    /// <summary>How many are equal at the beginning, and how many of the others at the end.</summary>
    public static (int Start, int End) CommonEnds<T>(ReadOnlySpan<T> before, ReadOnlySpan<T> now)
        where T : IEquatable<T>
    {
        var most = Math.Min(before.Length, now.Length);
        var (start, end) = (0, 0);
        while (start < most && now[start].Equals(before[start]))
            start++;
        while (end < most - start && now[^(end + 1)].Equals(before[^(end + 1)]))
            end++;
        return (start, end);
    }

    /// <summary>What may have changed: those of both between the common ends.</summary>
    public static IEnumerable<T> Changed<T>(ImmutableArray<T> before, ImmutableArray<T> now)
        where T : IEquatable<T>
    {
        var (start, end) = CommonEnds(before.AsSpan(), now.AsSpan());
        return before[start..^end].Concat(now[start..^end]);
    }

    /// <summary><paramref name="now"/>, where it begins and ends as <paramref name="before"/> with the objects of that.</summary>
    public static ImmutableArray<T> Kept<T>(ImmutableArray<T> before, ImmutableArray<T> now)
        where T : IEquatable<T>
    {
        var (start, end) = CommonEnds(before.AsSpan(), now.AsSpan());
        return start == now.Length && start == before.Length ? before
            : start + end == 0 ? now
            : [.. before.AsSpan(..start), .. now.AsSpan(start..^end), .. before.AsSpan(^end..)];
    }

    /// <summary>The names that the one has and the other does not.</summary>
    /// <param name="before">In the order of their code units, as <paramref name="now"/>; either may repeat a name.</param>
    public static (List<string> Gone, List<string> Come) Differences(IEnumerable<string> before, IEnumerable<string> now)
    {
        var (gone, come) = (new List<string>(), new List<string>());
        using var old = before.GetEnumerator();
        using var next = now.GetEnumerator();
        var (hasOld, hasNext) = (old.MoveNext(), next.MoveNext());
        while (hasOld || hasNext)
        {
            var by = !hasOld ? 1 : !hasNext ? -1 : string.CompareOrdinal(old.Current, next.Current);
            var name = by <= 0 ? old.Current : next.Current;
            if (by != 0)
                (by < 0 ? gone : come).Add(name);
            while (hasOld && old.Current == name)
                hasOld = old.MoveNext();
            while (hasNext && next.Current == name)
                hasNext = next.MoveNext();
        }

        return (gone, come);
    }

    /// <summary>The same with others in the place of some. Those that are equal stay the same objects.</summary>
    /// <param name="by">As of <see cref="Slice"/>: which ones.</param>
    public static ImmutableArray<T> Replace<T>(ImmutableArray<T> all, Func<T, int> by, ImmutableArray<T> now)
        where T : IEquatable<T>
    {
        var (from, to) = Slice(all, by);
        var (start, end) = CommonEnds(all.AsSpan(from..to), now.AsSpan());
        if (start == now.Length && start == to - from)
            return all;
        return [.. all.AsSpan(..(from + start)), .. now.AsSpan(start..^end), .. all.AsSpan((to - end)..)];
    }

    /// <summary>Where those begin that are looked for, and where they end.</summary>
    /// <param name="by">Negative for what comes before them, positive for what comes after them.</param>
    public static (int From, int To) Slice<T>(ImmutableArray<T> all, Func<T, int> by)
    {
        var from = First(0, past: 0);
        return (from, First(from, past: 1));

        int First(int start, int past)
        {
            var end = all.Length;
            while (start < end)
            {
                var middle = (start + end) / 2;
                if (by(all[middle]) >= past)
                    end = middle;
                else
                    start = middle + 1;
            }

            return start;
        }
    }
}
