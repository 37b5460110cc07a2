using System.Globalization;
using System.Numerics;
using Scanner.Policies.Cel.Functions;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Rego.Times;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Builtins;

/// <summary>Moments in nanoseconds since 1970, in UTC. What time it is now is not known.</summary>
internal static class TimeFunctions
{
    public static void AddTo(BuiltinList list)
    {
        list.Add("time.parse_rfc3339_ns", "s", a => TimeText.ReadTimestamp(Arg.Text(a[0])) is CelTimestamp moment ? Nanoseconds(moment) : Arg.Fail("time.parse_rfc3339_ns: cannot parse"));
        list.Add("time.parse_duration_ns", "s", a => TimeText.ReadDuration(Arg.Text(a[0])) is CelDuration span ? RegoNumber.Of(span.Nanoseconds) : Arg.Fail("time.parse_duration_ns: invalid duration"));
        list.Add("time.date", "*", a => WithMoment(a[0], m => new RegoArray([RegoNumber.Of(m.Year), RegoNumber.Of(m.Month), RegoNumber.Of(m.Day)])));
        list.Add("time.clock", "*", a => WithMoment(a[0], m => new RegoArray([RegoNumber.Of(m.Hour), RegoNumber.Of(m.Minute), RegoNumber.Of(m.Second)])));
        list.Add("time.weekday", "*", a => WithMoment(a[0], m => Arg.Of(m.DayOfWeek.ToString())));
        list.Add("time.add_date", "nnnn", AddDate);
        list.Add("time.diff", "**", Difference);
        list.Add("time.format", "*", Format);
        list.Add("time.parse_ns", "ss", a => Parse(TimeLayout.Parts(Arg.Text(a[0])), Arg.Text(a[1])));
    }

    /// <summary>A number, or an array of it, a time zone and a layout.</summary>
    private static RegoValue Format(RegoValue[] a)
    {
        var layout = a[0] is RegoArray { Count: > 2 } given && given[2] is RegoString { Value.Length: > 0 } text ? text.Value : "RFC3339Nano";
        var number = a[0] as RegoNumber ?? (a[0] is RegoArray { Count: > 0 } array ? array[0] as RegoNumber : null);
        var isUtc = a[0] is not RegoArray { Count: > 1 } pair || pair[1] is RegoString { Value: "" or "UTC" };
        var parts = TimeLayout.Parts(layout);
        if (parts.Contains(TimeLayout.ZoneName) && !isUtc)
            return RegoUnknown.Of("the name of a time zone in time.format");
        return WithMoment(a[0], local =>
        {
            var nanoseconds = (int)Modulo(number!.Whole, 1_000_000_000);
            var offset = local - Moment(number)!.Value;
            return Arg.Of(string.Concat(parts.Select(p => p == TimeLayout.ZoneName ? "UTC" : TimeLayout.Write(p, local, nanoseconds, offset))));
        });
    }

    private static RegoValue Parse(List<string> layout, string text)
    {
        if (layout.Contains(TimeLayout.ZoneName))
            return RegoUnknown.Of($"the time zone of {text}");
        return TimeParser.Parse(layout, text) is { } nanoseconds ? Nanoseconds(nanoseconds) : Arg.Fail("time.parse_ns: cannot parse");
    }

    private static RegoValue Nanoseconds(CelTimestamp moment) => Nanoseconds(((BigInteger)moment.Seconds * 1_000_000_000) + moment.Nanoseconds);

    private static RegoValue Nanoseconds(BigInteger nanoseconds) =>
        nanoseconds >= long.MinValue && nanoseconds <= long.MaxValue ? RegoNumber.Of(nanoseconds) : Arg.Fail("time outside of valid range");

    /// <summary>With a time zone in an array: those of the machine are known.</summary>
    private static RegoValue WithMoment(RegoValue value, Func<DateTime, RegoValue> then)
    {
        var zone = value is RegoArray { Count: > 1 } pair && pair[1] is RegoString name ? name.Value : "UTC";
        var number = value as RegoNumber ?? (value is RegoArray { Count: > 0 } array ? array[0] as RegoNumber : null);
        if (number is null)
            return Arg.WrongType("operand 1 must be a number or an array of a number and strings");
        if (Moment(number) is not { } moment)
            return Arg.Fail("timestamp too big");
        if (zone is "UTC" or "")
            return then(moment);
        return TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? then(moment + found.GetUtcOffset(moment)) : RegoUnknown.Of($"the time zone {zone}");
    }

    private static DateTime? Moment(RegoNumber number) =>
        number.IsSmall ? DateTime.UnixEpoch.AddTicks((number.Whole / 100) - (number.Whole % 100 < 0 ? 1 : 0)) : null;

    private static long Modulo(long value, long by) => ((value % by) + by) % by;

    private static RegoValue AddDate(RegoValue[] a)
    {
        if (Moment(Arg.Number(a[0])) is not { } moment || Arg.Number(a[1]).AsIndex() is not { } years || Arg.Number(a[2]).AsIndex() is not { } months
            || Arg.Number(a[3]).AsIndex() is not { } days || Math.Abs((long)years) > 5_000 || Math.Abs((long)months) > 50_000 || Math.Abs((long)days) > 1_000_000)
        {
            return Arg.Fail("time.add_date: outside of valid range");
        }

        // As in Go, a day beyond the end of its month is one of the next.
        var total = ((moment.Year + years) * 12) + moment.Month - 1 + months;
        if (total is < 12 * 2 or > 12 * 9_990)
            return Arg.Fail("time.add_date: outside of valid range");
        var first = new DateTime(total / 12, (total % 12) + 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(moment.Day - 1).Add(moment.TimeOfDay).AddDays(days);
        return Nanoseconds((((BigInteger)(first - DateTime.UnixEpoch).Ticks) * 100) + Modulo(Arg.Number(a[0]).Whole, 100));
    }

    /// <summary>Years, months, days, hours, minutes and seconds between two moments.</summary>
    private static RegoValue Difference(RegoValue[] a) => WithMoment(a[0], x => WithMoment(a[1], y =>
    {
        var (from, to) = x <= y ? (x, y) : (y, x);
        int[] parts = [to.Year - from.Year, to.Month - from.Month, to.Day - from.Day, to.Hour - from.Hour, to.Minute - from.Minute, to.Second - from.Second];
        Borrow(parts, 5, 60);
        Borrow(parts, 4, 60);
        Borrow(parts, 3, 24);
        Borrow(parts, 2, DateTime.DaysInMonth(from.Year, from.Month));
        Borrow(parts, 1, 12);
        return new RegoArray([.. parts.Select(p => RegoNumber.Of(p))]);
    }));

    private static void Borrow(int[] parts, int index, int size)
    {
        if (parts[index] >= 0)
            return;
        parts[index] += size;
        parts[index - 1]--;
    }
}
