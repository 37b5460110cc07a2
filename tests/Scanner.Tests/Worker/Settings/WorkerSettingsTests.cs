using Scanner.Worker.Settings;

namespace Scanner.Tests.Worker.Settings;

public sealed class WorkerSettingsTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 24, 12, 10, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("0 0/30 * * * ?", 30)]
    [InlineData("0 0 * * * ?", 60)]
    [InlineData("0 0 8,20 * * ?", 12 * 60)]
    [InlineData("0 0 8,12 * * ?", 20 * 60)]
    [InlineData("0 0 0 1 1 ? 2020", 8 * 60)]
    public void IntervalOf_Schedule_IsItsLongestPause(string cron, int minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), WorkerSettings.IntervalOf(new WorkerSettings { Cron = cron }.Schedule("x"), s_now));

    [Fact]
    public void StaleAfterOf_NotSet_IsThreeIntervals()
    {
        var settings = new WorkerSettings { Cron = "0 0/30 * * * ?" };
        Assert.Equal(TimeSpan.FromMinutes(90), settings.StaleAfterOf(settings.Schedule("x"), s_now));
        Assert.Equal(TimeSpan.FromMinutes(5), (settings with { StaleAfter = TimeSpan.FromMinutes(5) }).StaleAfterOf(settings.Schedule("x"), s_now));
    }

    [Fact]
    public void Schedule_Default_IsTwiceAnHourAtATimeOfTheInstallation()
    {
        var settings = new WorkerSettings();
        var times = Enumerable.Range(0, 20).Select(i => settings.Schedule($"installation {i}").GetNextValidTimeAfter(s_now)!.Value).ToList();
        Assert.All(times, t => Assert.InRange(t - s_now, TimeSpan.Zero, TimeSpan.FromMinutes(30)));
        Assert.True(times.Distinct().Count() > 15, string.Join(", ", times));
        Assert.Equal(settings.Schedule("one").ToString(), settings.Schedule("one").ToString());
    }
}
