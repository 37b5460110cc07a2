using Scanner.Core.Rbac.Rights;

namespace Scanner.Core.Tests.Rbac.Rights;

public sealed class StepTargetTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 100)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Of_AnyWays_IsTheSumOfEach(int seed)
    {
        var random = new Random(seed);
        List<(NamespaceReach Reach, string Through)> ways = [.. Enumerable.Range(0, random.Next(6)).Select(_ => (Reach(), $"way {random.Next(4)}"))];
        var (sum, half) = (new StepTarget(), new StepTarget());
        ways.ForEach(w => sum.Add(w.Reach, w.Through));
        half.Add(StepTarget.Of(ways[..(ways.Count / 2)])).Add(StepTarget.Of(ways[(ways.Count / 2)..]));
        foreach (var target in new[] { StepTarget.Of(ways), half })
        {
            Assert.Equal(sum.Reach, target.Reach);
            Assert.Equal(sum.Through, target.Through);
            Assert.Equal(sum.Count, target.Count);
        }

        NamespaceReach Reach() => random.Next(4) == 0 ? NamespaceReach.Everywhere : NamespaceReach.Of([$"n{random.Next(3)}", $"n{random.Next(3)}"]);
    }
}
