using System.Globalization;
using Scanner.Policies.Cel.Functions;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.JmesPath.Values;

namespace Scanner.Policies.JmesPath.Functions;

/// <summary>Kyverno's functions over times in RFC 3339. There is no clock here: what asks for the present time is unknown.</summary>
internal static class ClockFunctions
{
    private const string Now = "the present time";

    public static void AddTo(JmesFunctions list)
    {
        list.Add("time_now()", _ => CelUnknown.Of(Now));
        list.Add("time_now_utc()", _ => CelUnknown.Of(Now));
        list.Add("time_since(string, string, string)", a => Arg.Text(a[2]).Length == 0
            ? CelUnknown.Of(Now)
            : With(Read(Arg.Text(a[0]), Arg.Text(a[1])), Read(Arg.Text(a[0]), Arg.Text(a[2])), (from, to) => Span(to - from)));
        list.Add("time_parse(string, string)", a => Parse(Arg.Text(a[0]), Arg.Text(a[1])));
        list.Add("time_utc(string)", a => With(Read(a[0]), t => Text(t.ToUniversalTime())));
        list.Add("time_to_cron(string)", a => With(Read(a[0]), t => Arg.Text($"{t.Minute} {t.Hour} {t.Day} {t.Month} {(int)t.DayOfWeek}")));
        list.Add("time_add(string, string)", a => With(Read(a[0]), t => Shifted(t, Arg.Text(a[1]), (ticks, span) => ticks + span)));
        list.Add("time_truncate(string, string)", a => With(Read(a[0]), t => Shifted(t, Arg.Text(a[1]), (ticks, span) => span <= 0 ? ticks : ticks - (ticks % span))));
        list.Add("time_diff(string, string)", a => With(Read(a[0]), Read(a[1]), (from, to) => Span(to - from)));
        list.Add("time_before(string, string)", a => With(Read(a[0]), Read(a[1]), (x, y) => CelBool.Of(x < y)));
        list.Add("time_after(string, string)", a => With(Read(a[0]), Read(a[1]), (x, y) => CelBool.Of(x > y)));
        list.Add("time_between(string, string, string)", a =>
            With(Read(a[0]), t => With(Read(a[1]), Read(a[2]), (start, end) => CelBool.Of(t > start && t < end))));
    }

    private static DateTimeOffset? Read(CelValue text) => Read("", Arg.Text(text));

    /// <param name="layout">As Go writes layouts; empty for RFC 3339.</param>
    private static DateTimeOffset? Read(string layout, string text)
    {
        var format = layout.Length == 0 ? "yyyy-MM-dd'T'HH:mm:ssK" : GoLayout.ToFormat(layout);
        if (layout.Length == 0 && text.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot)
            text = text[..dot] + text[dot..].TrimStart('.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return DateTimeOffset.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
    }

    private static CelValue Parse(string layout, string text)
    {
        if (long.TryParse(layout, out _))
        {
            return long.TryParse(text, out var seconds) && seconds is > CelTimestamp.FirstSecond and < CelTimestamp.LastSecond
                ? Text(DateTimeOffset.FromUnixTimeSeconds(seconds))
                : new CelError($"parsing time \"{text}\" as \"{layout}\"");
        }

        // Zones have names in some layouts, and which offset a name means depends on the machine.
        return GoLayout.HasZoneName(layout) ? CelUnknown.Of($"the time zone of {text}") : With(Read(layout, text), Text);
    }

    private static CelValue With(DateTimeOffset? time, Func<DateTimeOffset, CelValue> apply) =>
        time is { } known ? apply(known) : new CelError("parsing time: it does not have the layout");

    private static CelValue With(DateTimeOffset? first, DateTimeOffset? second, Func<DateTimeOffset, DateTimeOffset, CelValue> apply) =>
        With(first, x => With(second, y => apply(x, y)));

    private static CelValue Shifted(DateTimeOffset time, string duration, Func<long, long, long> shift)
    {
        if (GoDuration.Parse(duration) is not { } span)
            return new CelError($"time: invalid duration \"{duration}\"");
        var ticks = shift(time.UtcTicks, span / 100);
        var local = ticks + time.Offset.Ticks;
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks && local >= 0 && local <= DateTime.MaxValue.Ticks
            ? Text(new DateTimeOffset(local, time.Offset))
            : new CelError("time: out of range");
    }

    private static CelString Span(TimeSpan span) => Arg.Text(GoDuration.Format(span.Ticks > long.MaxValue / 100 ? long.MaxValue : span.Ticks < long.MinValue / 100 ? long.MinValue : span.Ticks * 100));

    private static CelString Text(DateTimeOffset time) =>
        Arg.Text(time.ToString(time.Offset == TimeSpan.Zero ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture));
}
