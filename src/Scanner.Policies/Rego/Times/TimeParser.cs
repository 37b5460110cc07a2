using System.Globalization;
using System.Numerics;

namespace Scanner.Policies.Rego.Times;

/// <summary>Reads a time that is written by a layout of Go. What the layout does not have is the beginning of the year zero.</summary>
internal sealed class TimeParser(string text)
{
    private int _at;
    private int _year;
    private int _month = 1;
    private int _day = 1;
    private int _hour;
    private int _minute;
    private int _second;
    private int _nanoseconds;
    private bool? _isAfternoon;
    private TimeSpan _offset;

    /// <returns>Nanoseconds since 1970; null where the text does not have the layout.</returns>
    public static BigInteger? Parse(List<string> layout, string text) => new TimeParser(text).Parse(layout);

    private BigInteger? Parse(List<string> layout)
    {
        for (var i = 0; i < layout.Count; i++)
        {
            if (!Read(layout[i]))
                return null;
            // Go takes a fraction behind seconds where the layout has none.
            if (layout[i] is "05" or "5" && (i + 1 == layout.Count || !TimeLayout.IsFraction(layout[i + 1])) && _at + 1 < text.Length && text[_at] is '.' or ',' && char.IsAsciiDigit(text[_at + 1]))
                ReadFraction();
        }

        return _at == text.Length ? Sum() : null;
    }

    private BigInteger? Sum()
    {
        var hour = _isAfternoon switch { true when _hour < 12 => _hour + 12, false when _hour == 12 => 0, _ => _hour };
        // .NET has no year zero: it is counted as one, which is as far outside of what nanoseconds can tell.
        var year = Math.Max(_year, 1);
        if (_month is < 1 or > 12 || _day < 1 || _day > DateTime.DaysInMonth(year, _month) || hour > 23 || _minute > 59 || _second > 59)
            return null;
        var ticks = (new DateTime(year, _month, _day, hour, _minute, _second, DateTimeKind.Utc) - DateTime.UnixEpoch - _offset).Ticks;
        return ((BigInteger)ticks * 100) + _nanoseconds;
    }

    private bool Read(string part)
    {
        if (TimeLayout.IsFraction(part))
            return ReadFraction();
        return part switch
        {
            "2006" => Digits(4, 4, out _year),
            "06" => Digits(2, 2, out _year) && (_year += _year < 69 ? 2000 : 1900) > 0,
            "01" => Digits(2, 2, out _month),
            "1" => Digits(1, 2, out _month),
            "02" => Digits(2, 2, out _day),
            "2" or "_2" => Space() && Digits(1, 2, out _day),
            "15" => Digits(2, 2, out _hour),
            "03" => Digits(2, 2, out _hour) && _hour <= 12,
            "3" => Digits(1, 2, out _hour) && _hour <= 12,
            "04" => Digits(2, 2, out _minute),
            "4" => Digits(1, 2, out _minute),
            "05" => Digits(2, 2, out _second),
            "5" => Digits(1, 2, out _second),
            "PM" => Literal("PM") ? (_isAfternoon = true) == true : Literal("AM") && (_isAfternoon = false) == false,
            "pm" => Literal("pm") ? (_isAfternoon = true) == true : Literal("am") && (_isAfternoon = false) == false,
            "January" => (_month = Name(DateTimeFormatInfo.InvariantInfo.MonthNames) + 1) > 0,
            "Jan" => (_month = Name(DateTimeFormatInfo.InvariantInfo.AbbreviatedMonthNames) + 1) > 0,
            "Monday" => Name(DateTimeFormatInfo.InvariantInfo.DayNames) >= 0,
            "Mon" => Name(DateTimeFormatInfo.InvariantInfo.AbbreviatedDayNames) >= 0,
            "Z07:00" or "Z0700" => Literal("Z") || Zone(part == "Z07:00"),
            "-07:00" or "-0700" => Zone(part == "-07:00"),
            _ => Literal(part),
        };
    }

    private bool Literal(string wanted)
    {
        if (!text.AsSpan(_at).StartsWith(wanted, StringComparison.Ordinal))
            return false;
        _at += wanted.Length;
        return true;
    }

    private bool Space()
    {
        _ = Literal(" ");
        return true;
    }

    private bool Digits(int least, int most, out int value)
    {
        var length = 0;
        while (length < most && _at + length < text.Length && char.IsAsciiDigit(text[_at + length]))
            length++;
        value = length >= least ? int.Parse(text.AsSpan(_at, length), NumberStyles.None, CultureInfo.InvariantCulture) : 0;
        _at += length;
        return length >= least;
    }

    private bool ReadFraction()
    {
        if (_at >= text.Length || text[_at] is not ('.' or ','))
            return true;
        var start = ++_at;
        while (_at < text.Length && char.IsAsciiDigit(text[_at]))
            _at++;
        var digits = text[start.._at];
        _nanoseconds = digits.Length == 0 ? 0 : int.Parse(digits.PadRight(9, '0')[..9], NumberStyles.None, CultureInfo.InvariantCulture);
        return digits.Length > 0;
    }

    private int Name(string[] names)
    {
        var index = Array.FindIndex(names, n => n.Length > 0 && text.AsSpan(_at).StartsWith(n, StringComparison.OrdinalIgnoreCase));
        _at += index < 0 ? 0 : names[index].Length;
        return index;
    }

    private bool Zone(bool hasColon)
    {
        var isBehind = Literal("-");
        if ((!isBehind && !Literal("+")) || !Digits(2, 2, out var hours) || (hasColon && !Literal(":")) || !Digits(2, 2, out var minutes) || hours > 24 || minutes > 59)
            return false;
        _offset = new TimeSpan(hours, minutes, 0) * (isBehind ? -1 : 1);
        return true;
    }
}
