using Quartz;

namespace Scanner.Worker.Settings;

/// <summary>How far apart the times of a schedule are.</summary>
internal static class ScheduleGaps
{
    // A schedule of office hours has its longest pause once a week; of one that comes more rarely as many times are looked at.
    private static readonly TimeSpan s_horizon = TimeSpan.FromDays(15);
    private const int LeastTimes = 50;

    // One a minute for ten days; who scans every second has no long pause that such a look would miss by much.
    private const int MostTimes = 15_000;

    // A schedule that never comes again: what is known stays for a day.
    private static readonly TimeSpan s_never = TimeSpan.FromHours(8);

    /// <summary>The longest pause between two times that lie ahead.</summary>
    /// <param name="now">By the wall.</param>
    public static TimeSpan Longest(CronExpression schedule, DateTimeOffset now)
    {
        var (last, longest) = (schedule.GetNextValidTimeAfter(now), TimeSpan.Zero);
        for (var i = 0; i < MostTimes && last is { } from && (i < LeastTimes || from - now < s_horizon); i++)
        {
            last = schedule.GetNextValidTimeAfter(from);
            if (last is { } next && next - from > longest)
                longest = next - from;
        }

        return longest > TimeSpan.Zero ? longest : s_never;
    }
}
