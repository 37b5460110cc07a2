using Scanner.Policies.Cel.Syntax;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Functions;

/// <summary>Parts of moments and spans.</summary>
internal static class TimeFunctions
{
    public static void AddTo(FunctionList list, CelDialect dialect)
    {
        AddPart(list, "getFullYear", t => t.Year);
        AddPart(list, "getMonth", t => t.Month - 1);
        AddPart(list, "getDayOfYear", t => t.DayOfYear - 1);
        AddPart(list, "getDayOfMonth", t => t.Day - 1);
        AddPart(list, "getDate", t => t.Day);
        AddPart(list, "getDayOfWeek", t => (int)t.DayOfWeek);
        AddPart(list, "getHours", t => t.Hour);
        AddPart(list, "getMinutes", t => t.Minute);
        AddPart(list, "getSeconds", t => t.Second);
        list.Add("timestamp.getMilliseconds(): int", a => CelInt.Of(((CelTimestamp)a[0]).Nanoseconds / 1_000_000));
        list.Add("timestamp.getMilliseconds(string): int", a => CelInt.Of(((CelTimestamp)a[0]).Nanoseconds / 1_000_000));
        AddSpan(list, "getHours", 3600 * CelDuration.PerSecond);
        AddSpan(list, "getMinutes", 60 * CelDuration.PerSecond);
        AddSpan(list, "getSeconds", CelDuration.PerSecond);
        // The specification means the part of a second, Kubernetes gives the whole span.
        var most = dialect.IsKubernetes ? long.MaxValue : 1000;
        list.Add("duration.getMilliseconds(): int", a => CelInt.Of(((CelDuration)a[0]).Nanoseconds / 1_000_000 % most));
    }

    private static void AddPart(FunctionList list, string name, Func<DateTime, int> part)
    {
        list.Add($"timestamp.{name}(): int", a => CelInt.Of(part(((CelTimestamp)a[0]).ToDateTime().UtcDateTime)));
        list.Add($"timestamp.{name}(string): int", a => InZone((CelTimestamp)a[0], Arg.Text(a[1]), part));
    }

    private static void AddSpan(FunctionList list, string name, long unit) =>
        list.Add($"duration.{name}(): int", a => CelInt.Of(((CelDuration)a[0]).Nanoseconds / unit));

    private static CelValue InZone(CelTimestamp moment, string zone, Func<DateTime, int> part)
    {
        var utc = moment.ToDateTime().UtcDateTime;
        if (zone is "UTC" or "")
            return CelInt.Of(part(utc));
        if (TimeText.TryClock(zone, out var minutes))
            return CelInt.Of(part(Shifted(utc, TimeSpan.FromMinutes(minutes))));
        if (zone.Contains(':', StringComparison.Ordinal))
            return new CelError($"unknown time zone {zone}");
        // The zones of the machine; images without them cannot tell, and neither can anybody say then that the name is wrong.
        return TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found)
            ? CelInt.Of(part(Shifted(utc, found.GetUtcOffset(utc))))
            : CelUnknown.Of($"time zone {zone}");
    }

    private static DateTime Shifted(DateTime utc, TimeSpan offset)
    {
        var ticks = utc.Ticks + offset.Ticks;
        return new DateTime(Math.Clamp(ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), DateTimeKind.Unspecified);
    }
}
