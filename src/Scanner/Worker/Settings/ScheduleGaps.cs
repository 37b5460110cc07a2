using Quartz;

namespace Scanner.Worker.Settings;

/// <summary>How far apart the times of a schedule are.</summary>
internal static class ScheduleGaps
{
    // A schedule of office hours has its longest pause once a week; of one that comes more rarely as many times are looked at.
    private static readonly TimeSpan s_horizon = TimeSpan.FromDays(15);
    private const int LeastTimes = 50;

    // One that has holidays has them within this.
    private static readonly TimeSpan s_year = TimeSpan.FromDays(366);
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

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

        longest = LongestLater(schedule, now, longest);
        return longest > TimeSpan.Zero ? longest : s_never;
    }

    // Of later times only days without any are looked for: each time of a year would take too long.
    private static TimeSpan LongestLater(CronExpression schedule, DateTimeOffset now, TimeSpan longest)
    {
        for (var start = now + s_horizon; start < now + s_year; start += s_day)
        {
            if (schedule.GetNextValidTimeAfter(start) is { } next && next - start > s_day && next - LastBefore(schedule, start) is var pause && pause > longest)
                longest = pause;
        }

        return longest;
    }

    /// <summary>The last time up to <paramref name="end"/>; a day before it where there is none in that day.</summary>
    private static DateTimeOffset LastBefore(CronExpression schedule, DateTimeOffset end)
    {
        var (low, high) = (end - s_day, end);
        if (!(schedule.GetNextValidTimeAfter(low) <= end))
            return low;
        while (high - low > s_second)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = schedule.GetNextValidTimeAfter(middle) <= end ? (middle, high) : (low, middle);
        }

        return schedule.GetNextValidTimeAfter(low) ?? end;
    }
}
