using System.Text;

namespace Scanner.Policies.Rego.Values;

/// <summary>Values as OPA prints them: <c>["a", 1]</c>, <c>{"k": "v"}</c>, <c>{1, 2}</c>, <c>set()</c>.</summary>
internal static class RegoText
{
    public static string Of(RegoValue value)
    {
        var text = new StringBuilder();
        Write(text, value);
        return text.ToString();
    }

    public static string Quoted(string value)
    {
        var text = new StringBuilder();
        WriteQuoted(text, value);
        return text.ToString();
    }

    private static void Write(StringBuilder text, RegoValue value)
    {
        switch (value)
        {
            case RegoString s:
                WriteQuoted(text, s.Value);
                break;
            case RegoArray array:
                WriteAll(text, '[', array.Items, ']');
                break;
            case RegoSet { Count: 0 }:
                text.Append("set()");
                break;
            case RegoSet set:
                WriteAll(text, '{', set.Items, '}');
                break;
            case RegoObject table:
                WriteObject(text, table);
                break;
            default:
                text.Append(Simple(value));
                break;
        }
    }

    private static string Simple(RegoValue value) => value switch
    {
        RegoNull => "null",
        RegoBool flag => flag.IsFalse ? "false" : "true",
        RegoNumber number => number.Text,
        RegoUnknown unknown => "(unknown: " + string.Join(", ", unknown.What) + ")",
        RegoError error => error.Message,
        _ => "",
    };

    private static void WriteAll(StringBuilder text, char start, ReadOnlySpan<RegoValue> items, char end)
    {
        text.Append(start);
        for (var i = 0; i < items.Length; i++)
        {
            if (i > 0)
                text.Append(", ");
            Write(text, items[i]);
        }

        text.Append(end);
    }

    private static void WriteObject(StringBuilder text, RegoObject table)
    {
        text.Append('{');
        for (var i = 0; i < table.Count; i++)
        {
            if (i > 0)
                text.Append(", ");
            Write(text, table.Keys[i]);
            text.Append(": ");
            Write(text, table.Values[i]);
        }

        text.Append('}');
    }

    private static void WriteQuoted(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                < ' ' => text.Append("\\u").Append(((int)c).ToString("x4")),
                _ => text.Append(c),
            };
        }

        text.Append('"');
    }
}
