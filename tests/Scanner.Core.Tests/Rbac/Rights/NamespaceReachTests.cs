using System.Collections.Immutable;
using Scanner.Core.Rbac.Rights;

namespace Scanner.Core.Tests.Rbac.Rights;

public sealed class NamespaceReachTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 100)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Algebra_AnyTwo_IsThatOfSets(int seed)
    {
        var random = new Random(seed);
        string[] all = ["a", "b", "c", "d", "e", "f"];
        for (var i = 0; i < 50; i++)
        {
            var (one, other) = (Some(), Some());
            var (a, b) = (NamespaceReach.Of(one), NamespaceReach.Of(other));
            Assert.Equal([.. one.Union(other).Order(StringComparer.Ordinal)], a.Union(b).Namespaces.ToArray());
            Assert.Equal([.. one.Intersect(other).Order(StringComparer.Ordinal)], a.Intersect(b).Namespaces.ToArray());
            Assert.Equal([.. one.Except(other).Order(StringComparer.Ordinal)], a.Except(b).Namespaces.ToArray());
            Assert.Equal(!one.Except(other).Any(), a.IsWithin(b));
            Assert.Equal(one.ToHashSet().SetEquals(other), a.Equals(b));
        }

        string[] Some() => [.. all.Where(_ => random.Next(2) == 0)];
    }

    [Fact]
    public void IsWithin_Everywhere_IsWithinEverywhereAlone()
    {
        Assert.True(NamespaceReach.Everywhere.IsWithin(NamespaceReach.Everywhere));
        Assert.False(NamespaceReach.Everywhere.IsWithin(NamespaceReach.Of("a")));
        Assert.True(NamespaceReach.Of("a").IsWithin(NamespaceReach.Everywhere));
        Assert.True(NamespaceReach.None.IsWithin(NamespaceReach.None));
        Assert.Equal(NamespaceReach.Everywhere, NamespaceReach.Of(["a", null]));
        Assert.Equal(NamespaceReach.Of("a"), NamespaceReach.Of(["a", "a"]));
        Assert.Equal(NamespaceReach.None, NamespaceReach.Of([]));
    }

    /// <summary>A subject may have rights in every namespace, and each of them is held against all the others.</summary>
    [Fact]
    public void Algebra_OneNamespaceAndVeryMany_LooksAtOne()
    {
        var counting = new Counting();
        var many = Reach(Enumerable.Range(0, 4096).Select(i => $"ns-{i:0000}"));
        var (one, other) = (Reach(["ns-0007"]), Reach(["other"]));
        counting.Compared = 0;
        Assert.True(one.Except(many).IsEmpty);
        Assert.Same(other.Namespaces, other.Except(many).Namespaces);
        Assert.Equal(one, one.Intersect(many));
        Assert.Equal(one, many.Intersect(one));
        Assert.True(one.IsWithin(many));
        Assert.False(many.IsWithin(one));
        Assert.NotEqual(one, many);
        Assert.InRange(counting.Compared, 1, 200);

        NamespaceReach Reach(IEnumerable<string> names) => new(false, names.ToImmutableSortedSet(counting));
    }

    private sealed class Counting : IComparer<string>
    {
        public int Compared { get; set; }

        public int Compare(string? x, string? y)
        {
            Compared++;
            return string.CompareOrdinal(x, y);
        }
    }
}
