using System.Globalization;
using System.Text;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.JmesPath.Values;

/// <summary>JSON as Go's encoder writes it: keys in order, and the characters of HTML escaped.</summary>
internal static class JsonText
{
    public static string Of(CelValue value)
    {
        var text = new StringBuilder();
        Write(text, value);
        return text.ToString();
    }

    private static void Write(StringBuilder text, CelValue value)
    {
        switch (value)
        {
            case CelString { Value: var s }:
                Write(text, s);
                break;
            case CelList list:
                text.Append('[');
                for (var i = 0; i < list.Count; i++)
                {
                    if (i > 0)
                        text.Append(',');
                    Write(text, list[i]);
                }

                text.Append(']');
                break;
            case CelMap map:
                Write(text, map);
                break;
            default:
                text.Append(value is CelBool or CelNull ? value.ToString() : Equality.IsNumber(value) ? JmesNumbers.Text(value) : "null");
                break;
        }
    }

    private static void Write(StringBuilder text, CelMap map)
    {
        var separator = '{';
        foreach (var key in map.Keys.OrderBy(k => k.ToString(), StringComparer.Ordinal))
        {
            text.Append(separator);
            Write(text, key.ToString()!);
            text.Append(':');
            Write(text, map.Find(key)!);
            separator = ',';
        }

        text.Append(separator == '{' ? "{}" : "}");
    }

    private static void Write(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' or '\\' => text.Append('\\').Append(c),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                < ' ' or '<' or '>' or '&' or '\u2028' or '\u2029' => text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)),
                _ => text.Append(c),
            };
        }

        text.Append('"');
    }
}
