using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Functions;

/// <summary>Moments and spans within their ranges; errors outside.</summary>
internal static class Times
{
    public static CelValue Moment(Int128 seconds, long nanoseconds)
    {
        var rest = (int)(((nanoseconds % CelDuration.PerSecond) + CelDuration.PerSecond) % CelDuration.PerSecond);
        var second = seconds + ((nanoseconds - rest) / CelDuration.PerSecond);
        return second >= CelTimestamp.FirstSecond && second <= CelTimestamp.LastSecond
            ? new CelTimestamp((long)second, rest)
            : new CelError("timestamp overflow");
    }

    public static CelValue Span(Int128 nanoseconds) =>
        nanoseconds >= long.MinValue && nanoseconds <= long.MaxValue ? new CelDuration((long)nanoseconds) : new CelError("duration overflow");

    public static CelValue Add(CelTimestamp moment, CelDuration span) => Add(moment, (Int128)span.Nanoseconds);

    public static CelValue Subtract(CelTimestamp moment, CelDuration span) => Add(moment, -(Int128)span.Nanoseconds);

    public static CelValue Between(CelTimestamp later, CelTimestamp earlier) =>
        Span(((Int128)later.Seconds - earlier.Seconds) * CelDuration.PerSecond + later.Nanoseconds - earlier.Nanoseconds);

    private static CelValue Add(CelTimestamp moment, Int128 nanoseconds)
    {
        var (seconds, rest) = Int128.DivRem(nanoseconds, CelDuration.PerSecond);
        return Moment(moment.Seconds + seconds, moment.Nanoseconds + (long)rest);
    }
}
