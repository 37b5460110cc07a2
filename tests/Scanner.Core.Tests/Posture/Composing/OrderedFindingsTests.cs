using System.Collections.Immutable;
using Scanner.Core.Findings;
using Scanner.Core.Findings.Catalog;
using Scanner.Core.Posture.Composing;

namespace Scanner.Core.Tests.Posture.Composing;

public sealed class OrderedFindingsTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 100)];

    /// <summary>Some of hundreds go, of which several are equal in order to others that stay.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Replace_AnyFindings_AreTheOthersInOrder(int seed)
    {
        var random = new Random(seed);
        var before = OrderedFindings.Sort(Enumerable.Range(0, 200).Select(_ => Any(random)));
        List<Finding> gone = [.. before.Where(_ => random.Next(40) == 0)];
        List<Finding> come = [.. Enumerable.Range(0, random.Next(4)).Select(_ => Any(random))];
        var after = OrderedFindings.Replace(before, gone, come);
        Assert.Equal(before.Length - gone.Count + come.Count, after.Length);
        Assert.Equal(after.Order(Finding.Order).AsEnumerable(), after);
        Assert.Empty(before.Except(gone, ReferenceEqualityComparer.Instance).Concat(come).Except(after, ReferenceEqualityComparer.Instance));
    }

    private static Finding Any(Random random) =>
        RuleCatalog.All[random.Next(3)].Identity.Find(Resources.Namespace("ns" + random.Next(20)), "as it is", null!);
}
