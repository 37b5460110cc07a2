using System.Globalization;

namespace Scanner.Policies.Rego.Times;

/// <summary>Layouts of Go (https://pkg.go.dev/time#pkg-constants): how 15:04:05 of the second of January 2006 is written.</summary>
internal static class TimeLayout
{
    /// <summary>The name of a zone, of which the same may mean several offsets.</summary>
    public const string ZoneName = "MST";

    /// <summary>Longer ones before those that they begin with, each as .NET formats it; zones have no such format.</summary>
    private static readonly (string Go, string Net)[] s_parts =
    [
        ("January", "MMMM"), ("Monday", "dddd"), ("Z07:00", ""), ("-07:00", ""), ("Z0700", ""), ("-0700", ""), ("2006", "yyyy"), ("Jan", "MMM"),
        ("Mon", "ddd"), (ZoneName, ""), ("01", "MM"), ("02", "dd"), ("03", "hh"), ("04", "mm"), ("05", "ss"), ("06", "yy"), ("15", "HH"), ("PM", "tt"), ("pm", ""),
        ("_2", "%d"), ("1", "%M"), ("2", "%d"), ("3", "%h"), ("4", "%m"), ("5", "%s"),
    ];

    /// <summary>The parts of a layout and what stands between them, in order; of a constant of Go by its name, too.</summary>
    public static List<string> Parts(string layout)
    {
        var parts = new List<string>();
        var text = Named(layout);
        for (var at = 0; at < text.Length; at += parts[^1].Length)
        {
            var rest = text.AsSpan(at);
            var fraction = Fraction(rest);
            var index = fraction > 0 ? -1 : Array.FindIndex(s_parts, p => text.AsSpan(at).StartsWith(p.Go, StringComparison.Ordinal));
            parts.Add(fraction > 0 ? rest[..fraction].ToString() : index >= 0 ? s_parts[index].Go : rest[..1].ToString());
        }

        return parts;
    }

    /// <param name="local">In its zone.</param>
    /// <param name="nanoseconds">Of the second.</param>
    public static string Write(string part, DateTime local, int nanoseconds, TimeSpan offset)
    {
        if (IsFraction(part))
        {
            var digits = nanoseconds.ToString("D9", CultureInfo.InvariantCulture)[..Math.Min(part.Length - 1, 9)];
            return part[1] == '0' ? part[0] + digits : digits.TrimEnd('0') is { Length: > 0 } shown ? part[0] + shown : "";
        }

        if (part is ['-' or 'Z', .., '0'])
            return part[0] == 'Z' && offset == TimeSpan.Zero ? "Z" : Zone(offset, part.Contains(':', StringComparison.Ordinal));
        if (part == "pm")
            return local.Hour < 12 ? "am" : part;
        var format = Array.Find(s_parts, p => p.Go == part).Net;
        var written = string.IsNullOrEmpty(format) ? part : local.ToString(format, CultureInfo.InvariantCulture);
        return part == "_2" ? written.PadLeft(2) : written;
    }

    public static bool IsFraction(string part) => part is ['.' or ',', _, ..];

    private static string Zone(TimeSpan offset, bool hasColon) =>
        (offset < TimeSpan.Zero ? "-" : "+") + offset.ToString(hasColon ? @"hh\:mm" : "hhmm", CultureInfo.InvariantCulture);

    /// <summary>The length of a fraction of a second: a dot or a comma and zeros, or nines for no more digits than it takes.</summary>
    private static int Fraction(ReadOnlySpan<char> rest)
    {
        if (rest.Length < 2 || rest[0] is not ('.' or ',') || rest[1] is not ('0' or '9'))
            return 0;
        var length = 1 + (rest[1..].IndexOfAnyExcept(rest[1]) is var end and >= 0 ? end : rest.Length - 1);
        return length < rest.Length && char.IsAsciiDigit(rest[length]) ? 0 : length;
    }

    private static string Named(string layout) => layout switch
    {
        "ANSIC" => "Mon Jan _2 15:04:05 2006",
        "UnixDate" => "Mon Jan _2 15:04:05 MST 2006",
        "RubyDate" => "Mon Jan 02 15:04:05 -0700 2006",
        "RFC822" => "02 Jan 06 15:04 MST",
        "RFC822Z" => "02 Jan 06 15:04 -0700",
        "RFC850" => "Monday, 02-Jan-06 15:04:05 MST",
        "RFC1123" => "Mon, 02 Jan 2006 15:04:05 MST",
        "RFC1123Z" => "Mon, 02 Jan 2006 15:04:05 -0700",
        "RFC3339" => "2006-01-02T15:04:05Z07:00",
        "RFC3339Nano" => "2006-01-02T15:04:05.999999999Z07:00",
        _ => layout,
    };
}
