using System.Text;

namespace Scanner.Policies.Cel.Functions;

/// <summary>A text as a literal of CEL.</summary>
internal static class Quoted
{
    public static string Write(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            quoted.Append(rune.Value switch
            {
                '\a' => "\\a",
                '\b' => "\\b",
                '\f' => "\\f",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\v' => "\\v",
                '\\' => "\\\\",
                '"' => "\\\"",
                _ => rune.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }
}
