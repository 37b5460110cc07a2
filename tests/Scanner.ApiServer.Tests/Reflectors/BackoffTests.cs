using Scanner.ApiServer.Reflectors;

namespace Scanner.ApiServer.Tests.Reflectors;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(0, new[] { 0.5, 1, 2, 4, 5, 5 })]
    [InlineData(1, new[] { 1.0, 2, 4, 8, 10, 10 })]
    public void Next_InARow_DoublesUpToTheLongestBetweenHalfAndWhole(double chance, double[] seconds)
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), () => chance);
        Assert.Equal(seconds, seconds.Select(_ => backoff.Next().TotalSeconds));
    }

    [Fact]
    public void Reset_AfterFailures_BeginsAnew()
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), () => 1);
        backoff.Next();
        backoff.Next();
        backoff.Reset();
        Assert.Equal(TimeSpan.FromSeconds(1), backoff.Next());
    }

    [Theory]
    [InlineData(20, 20)]
    [InlineData(0.2, 1)]
    public void Next_ServerAsksForAPause_IsNeverShorter(double asked, double expected) =>
        Assert.Equal(expected, new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), () => 1).Next(TimeSpan.FromSeconds(asked)).TotalSeconds);

    [Fact]
    public void Next_ThousandsInARow_StaysAtTheLongest()
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), () => 1);
        for (var i = 0; i < 5000; i++)
            backoff.Next();
        Assert.Equal(TimeSpan.FromSeconds(10), backoff.Next());
    }
}
