using Microsoft.Extensions.Time.Testing;
using Scanner.Worker.Reports;

namespace Scanner.Tests.Worker.Reports;

public sealed class WritePaceTests
{
    private readonly FakeTimeProvider _time = new();

    /// <summary>The first reports of 10,000 namespaces: within two minutes, and at no time faster than twice the setting.</summary>
    [Fact]
    public void Take_TenThousandWait_AreWrittenWithinTwoMinutes()
    {
        var times = Write(10_000);
        Assert.InRange(times[^1], TimeSpan.FromSeconds(95), TimeSpan.FromSeconds(120));
        Assert.InRange(MostInASecond(times), 90, 101);
    }

    /// <summary>What fits into the time is written at the rate of the setting.</summary>
    [Theory]
    [InlineData(10)]
    [InlineData(1000)]
    [InlineData(5000)]
    public void Take_FewerWait_AreWrittenFiftyASecond(int waiting)
    {
        var times = Write(waiting);
        Assert.InRange(MostInASecond(times), Math.Min(waiting, 49), 51);
        Assert.InRange(times[^1].TotalSeconds, (waiting / 50.0) - 1, (waiting / 50.0) + 1);
    }

    /// <summary>A pause saves nothing up.</summary>
    [Fact]
    public void Take_AfterAPause_IsNoBurst()
    {
        var pace = new WritePace(50, _time);
        Assert.Equal(TimeSpan.Zero, pace.Take(0));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([0, 20, 40], Enumerable.Range(0, 3).Select(_ => pace.Take(0).TotalMilliseconds));
    }

    // When each write goes out: each waits for what it is told, one after the other.
    private List<TimeSpan> Write(int reports)
    {
        var (pace, start, times) = (new WritePace(50, _time), _time.GetTimestamp(), new List<TimeSpan>());
        for (var left = reports; left > 0; left--)
        {
            _time.Advance(pace.Take(left));
            times.Add(_time.GetElapsedTime(start));
        }

        return times;
    }

    private static int MostInASecond(List<TimeSpan> times) =>
        times.Select((t, i) => times.Skip(i).TakeWhile(u => u < t + TimeSpan.FromSeconds(1)).Count()).Max();
}
