using System.Globalization;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Functions;

/// <summary>RFC 3339 and the durations of Go.</summary>
internal static class TimeText
{
    /// <summary>As <c>2023-02-03T23:31:20.5+01:00</c>.</summary>
    public static CelValue ReadTimestamp(string text)
    {
        var failed = new CelError("type conversion error from 'string' to 'google.protobuf.Timestamp'");
        if (text.Length < 20 || !DateTime.TryParseExact(
            text.AsSpan(0, 19), "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return failed;
        }

        var rest = text.AsSpan(19);
        var nanoseconds = 0;
        if (rest[0] == '.')
        {
            var digits = rest[1..].IndexOfAnyExceptInRange('0', '9');
            if (digits < 1)
                return failed;
            nanoseconds = Fraction(rest.Slice(1, digits));
            rest = rest[(digits + 1)..];
        }

        var seconds = (local.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond;
        return TryOffset(rest, out var offset) ? Times.Moment(seconds - (offset * 60L), nanoseconds) : failed;
    }

    /// <summary>Numbers with units after each other: <c>-1h30m</c>, <c>1.5s</c>, <c>0</c>.</summary>
    public static CelValue ReadDuration(string text)
    {
        var failed = new CelError("type conversion error from 'string' to 'google.protobuf.Duration'");
        var rest = text.AsSpan();
        var isNegative = rest.StartsWith("-");
        if (isNegative || rest.StartsWith("+"))
            rest = rest[1..];
        if (rest.SequenceEqual("0"))
            return new CelDuration(0);
        if (rest.IsEmpty)
            return failed;
        Int128 sum = 0;
        while (!rest.IsEmpty)
        {
            var length = rest.IndexOfAnyExcept("0123456789.");
            if (length < 1 || !TryUnit(rest[length..], out var unit, out var letters) || !TryScale(rest[..length], unit, ref sum))
                return failed;
            rest = rest[(length + letters)..];
        }

        return Times.Span(isNegative ? -sum : sum);
    }

    /// <summary>Offset of a zone in minutes: <c>Z</c>, <c>+01:00</c>.</summary>
    private static bool TryOffset(ReadOnlySpan<char> text, out int minutes)
    {
        minutes = 0;
        if (text is "Z" or "z")
            return true;
        return text.Length == 6 && (text[0] is '+' or '-') && TryClock(text, out minutes);
    }

    /// <summary><c>+hh:mm</c> in minutes; a sign may be left out.</summary>
    public static bool TryClock(ReadOnlySpan<char> text, out int minutes)
    {
        minutes = 0;
        var sign = text.StartsWith("-") ? -1 : 1;
        if (text.StartsWith("-") || text.StartsWith("+"))
            text = text[1..];
        if (text.Length != 5 || text[2] != ':' || !TryTwo(text[..2], 23, out var hours) || !TryTwo(text[3..], 59, out var rest))
            return false;
        minutes = sign * ((hours * 60) + rest);
        return true;
    }

    private static bool TryTwo(ReadOnlySpan<char> text, int most, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value <= most;

    private static int Fraction(ReadOnlySpan<char> digits)
    {
        var nanoseconds = 0;
        for (var i = 0; i < 9; i++)
            nanoseconds = (nanoseconds * 10) + (i < digits.Length ? digits[i] - '0' : 0);
        return nanoseconds;
    }

    private static bool TryUnit(ReadOnlySpan<char> text, out long nanoseconds, out int letters)
    {
        (nanoseconds, letters) = text switch
        {
            ['n', 's', ..] => (1L, 2),
            ['u' or 'µ' or 'μ', 's', ..] => (1_000, 2),
            ['m', 's', ..] => (1_000_000, 2),
            ['s', ..] => (CelDuration.PerSecond, 1),
            ['m', ..] => (60 * CelDuration.PerSecond, 1),
            ['h', ..] => (3600 * CelDuration.PerSecond, 1),
            _ => (0, 0),
        };
        return letters > 0;
    }

    private static bool TryScale(ReadOnlySpan<char> number, long unit, ref Int128 sum)
    {
        var dot = number.IndexOf('.');
        var whole = dot < 0 ? number : number[..dot];
        var fraction = dot < 0 ? [] : number[(dot + 1)..];
        if (whole.Length > 18 || whole.Length + fraction.Length == 0 || fraction.Contains('.'))
            return false;
        var scaled = whole.IsEmpty ? 0 : (Int128)long.Parse(whole, NumberStyles.None, CultureInfo.InvariantCulture) * unit;
        Int128 part = 0;
        Int128 scale = 1;
        foreach (var c in fraction.Length > 15 ? fraction[..15] : fraction)
        {
            part = (part * 10) + c - '0';
            scale *= 10;
        }

        sum += scaled + (part * unit / scale);
        return true;
    }
}
