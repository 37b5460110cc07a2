using System.Text;

namespace Scanner.Simulator.Admission;

/// <summary>Text as the API server's messages write it.</summary>
internal static class GoText
{
    /// <summary>A string in double quotes, escaped like Go's <c>%q</c>.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                < ' ' => quoted.Append("\\x").Append(((int)c).ToString("x2")),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }

    /// <summary><c>"a", "b"</c>.</summary>
    public static string QuoteAll(IEnumerable<string> texts) => string.Join(", ", texts.Select(Quote));

    /// <summary><c>"a", "b"</c> as Pod Security writes it: nothing inside is escaped.</summary>
    public static string Joined(IEnumerable<string> texts) => $"\"{string.Join("\", \"", texts)}\"";

    public static string Plural(string one, string many, int count) => count == 1 ? one : many;

    /// <summary><c>container "a"</c> or <c>containers "a", "b"</c>.</summary>
    public static string Counted(string one, string many, IReadOnlyCollection<string> names) => $"{Plural(one, many, names.Count)} {Joined(names)}";
}
