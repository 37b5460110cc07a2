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
    [InlineData("0 0 9-17 ? * MON-FRI", 64 * 60)]
    [InlineData("0 0 9 1,2 * ?", 30 * 24 * 60)]
    [InlineData("0 0 9 ? 1-6,9-12 MON-FRI", 63 * 24 * 60)]
    [InlineData("0 * 9-16 ? 1-6,9-12 MON-FRI", (63 * 24 * 60) - (8 * 60) + 1)]
    public void Longest_Schedule_IsItsLongestPause(string cron, int minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), ScheduleGaps.Longest(new WorkerSettings { Cron = cron }.Schedule("x"), s_now));

    /// <summary>On Friday evening the pause that is to be bridged is the longest, on Monday morning it has just been.</summary>
    [Theory]
    [InlineData("2026-11-20T17:30:00Z")]
    [InlineData("2026-11-21T12:00:00Z")]
    [InlineData("2026-11-22T17:30:00Z")]
    [InlineData("2026-11-23T08:59:00Z")]
    [InlineData("2026-11-25T12:00:00Z")]
    public void Longest_OfficeHours_IsTheWeekendWheneverItIsAsked(string now) => Assert.Equal(
        TimeSpan.FromHours(64),
        ScheduleGaps.Longest(
            new WorkerSettings { Cron = "0 0 9-17 ? * MON-FRI" }.Schedule("x"), DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void StaleAfterOf_NotSet_IsThreeIntervals()
    {
        var settings = new WorkerSettings { Cron = "0 0/30 * * * ?" };
        Assert.Equal(TimeSpan.FromMinutes(90), settings.StaleAfterOf(ScheduleGaps.Longest(settings.Schedule("x"), s_now)));
        Assert.Equal(TimeSpan.FromMinutes(5), (settings with { StaleAfter = TimeSpan.FromMinutes(5) }).StaleAfterOf(TimeSpan.FromHours(1)));
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
