using System.Text;

namespace Scanner.Policies.JmesPath.Functions;

/// <summary>Layouts of Go (https://pkg.go.dev/time#pkg-constants), which show how one certain moment is written.</summary>
internal static class GoLayout
{
    private static readonly (string Go, string Net)[] s_parts =
    [
        ("January", "MMMM"), ("Monday", "dddd"), ("Z07:00", "K"), ("-07:00", "zzz"), ("2006", "yyyy"), ("Jan", "MMM"), ("Mon", "ddd"),
        ("01", "MM"), ("02", "dd"), ("03", "hh"), ("04", "mm"), ("05", "ss"), ("06", "yy"), ("15", "HH"), ("PM", "tt"), ("_2", "%d"),
        ("1", "M"), ("2", "d"), ("3", "h"), ("4", "m"), ("5", "s"),
    ];

    public static bool HasZoneName(string layout) => layout.Contains("MST", StringComparison.Ordinal) || layout.Contains("-0700", StringComparison.Ordinal);

    /// <summary>The same as a format of .NET.</summary>
    public static string ToFormat(string layout)
    {
        var format = new StringBuilder();
        for (var at = 0; at < layout.Length;)
        {
            var part = Array.Find(s_parts, p => string.CompareOrdinal(layout, at, p.Go, 0, p.Go.Length) == 0);
            format.Append(part.Net ?? $"\\{layout[at]}");
            at += part.Go?.Length ?? 1;
        }

        return format.Length == 1 ? $"%{format}" : format.ToString();
    }
}
