using System.Collections.Immutable;

namespace Scanner.Core.Tests;

/// <summary>Each is held against its definition, on lists with few names, of which many are equal.</summary>
public sealed class InOrderTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 200)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Differences_AnyLists_AreWhatOnlyOneOfThemHas(int seed)
    {
        var random = new Random(seed);
        var (before, now) = (Names(random), Names(random));
        var (gone, come) = InOrder.Differences(before, now);
        Assert.Equal(before.Except(now), gone);
        Assert.Equal(now.Except(before), come);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Slice_AnyList_IsWhereEqualOnesAre(int seed)
    {
        var random = new Random(seed);
        var (all, name) = (Names(random), Name(random));
        var (from, to) = InOrder.Slice(all, n => string.CompareOrdinal(n, name));
        Assert.Equal(all.Count(n => string.CompareOrdinal(n, name) < 0), from);
        Assert.Equal(all.Count(n => n == name), to - from);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Replace_AnyList_HasTheOthersInTheirPlace(int seed)
    {
        var random = new Random(seed);
        var (all, name) = (Names(random), Name(random));
        ImmutableArray<string> now = [.. Enumerable.Repeat(name, random.Next(3))];
        var replaced = InOrder.Replace(all, n => string.CompareOrdinal(n, name), now);
        Assert.Equal(all.Where(n => n != name).Concat(now).Order(StringComparer.Ordinal), replaced);
        Assert.Equal(all.SequenceEqual(replaced), all == replaced);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Kept_AnyLists_IsTheNewOneWithTheOldObjectsAtItsEnds(int seed)
    {
        var random = new Random(seed);
        var (before, now) = (Names(random), Names(random));
        var kept = InOrder.Kept(before, now);
        Assert.Equal(now.AsEnumerable(), kept);
        Assert.Equal(before.SequenceEqual(now), kept == before);
        var (start, end) = InOrder.CommonEnds(before.AsSpan(), now.AsSpan());
        Assert.True(start + end <= Math.Min(before.Length, now.Length));
        Assert.All(Enumerable.Range(0, start), i => Assert.Same(before[i], kept[i]));
        Assert.All(Enumerable.Range(1, end), i => Assert.Same(before[^i], kept[^i]));
        Assert.True(start == now.Length || start == before.Length || now[start] != before[start]);
    }

    // Equal ones are different objects.
    private static ImmutableArray<string> Names(Random random) => [.. Enumerable.Range(0, random.Next(8)).Select(_ => Name(random)).Order(StringComparer.Ordinal)];

    private static string Name(Random random) => new((char)('a' + random.Next(5)), 1);
}
