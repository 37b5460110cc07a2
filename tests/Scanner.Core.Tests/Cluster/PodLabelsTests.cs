using Scanner.Core.Cluster;

namespace Scanner.Core.Tests.Cluster;

/// <summary>Labels of pods are the same where a policy can tell nothing by them.</summary>
public sealed class PodLabelsTests
{
    [Fact]
    public void OrderAndValuesOfOnePod_MakeNoDifference()
    {
        var one = PodLabels.Of([new("app", "a"), new("tier", "b")], [new("pod-template-hash", "1")]);
        var other = PodLabels.Of([new("tier", "b"), new("app", "a")], [new("pod-template-hash", "2")]);
        Assert.Equal((one, one.GetHashCode()), (other, other.GetHashCode()));
        Assert.Equal("2", other.Find("pod-template-hash"));
        Assert.Null(other.Find("a"));
        Assert.Equal(new Dictionary<string, string> { ["app"] = "a", ["tier"] = "b", ["pod-template-hash"] = "1" }, one.ToDictionary());
    }

    [Theory]
    [InlineData("app", "b")]
    [InlineData("App", "a")]
    [InlineData("a", "app")]
    public void OtherKeyOrValue_IsOther(string key, string value) => Assert.NotEqual(PodLabels.Of([new("app", "a")], []), PodLabels.Of([new(key, value)], []));
}
