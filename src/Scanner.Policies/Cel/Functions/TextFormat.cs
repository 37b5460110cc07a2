using System.Globalization;
using System.Text;
using Scanner.Policies.Cel.Syntax;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Functions;

/// <summary>The function <c>format</c> of strings: clauses %s %d %f %e %b %x %X %o and %%, with a precision for %f and %e.</summary>
internal sealed class TextFormat(CelDialect dialect)
{
    private const int MostDigits = 1000;

    public CelValue Apply(string format, CelList arguments)
    {
        var result = new StringBuilder();
        var next = 0;
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                result.Append(format[i]);
                continue;
            }

            if (++i < format.Length && format[i] == '%')
            {
                result.Append('%');
                continue;
            }

            if (Precision(format, ref i) is not { } precision || i >= format.Length)
                return Failed("unexpected end of string or malformed precision");
            if (next >= arguments.Count)
                return Failed($"index {next} out of range");
            var (text, error) = Clause(format[i], precision, arguments[next++]);
            if (text is null)
                return Failed(error!);
            result.Append(text);
        }

        return new CelString(result.ToString());
    }

    private static CelError Failed(string why) => new("error during formatting: " + why);

    /// <summary>Below zero when none is written; null when what is written is none.</summary>
    private static int? Precision(string format, ref int at)
    {
        if (at >= format.Length || format[at] != '.')
            return -1;
        var start = ++at;
        while (at < format.Length && char.IsAsciiDigit(format[at]))
            at++;
        return int.TryParse(format.AsSpan(start, at - start), NumberStyles.None, CultureInfo.InvariantCulture, out var digits) && digits <= MostDigits
            ? digits
            : null;
    }

    private (string? Text, string? Error) Clause(char clause, int precision, CelValue value) => clause switch
    {
        's' => Text(value),
        'd' => Decimal(value),
        'f' => Real(value, v => v.ToString("F" + (precision < 0 ? 6 : precision), CultureInfo.InvariantCulture), "fixed-point"),
        'e' => Real(value, v => Scientific(v, precision < 0 ? 6 : precision), "scientific"),
        'b' => value is CelBool ? (value.IsTrue ? "1" : "0", null) : Whole(value, 'b', "only integers and bools can be formatted as binary"),
        'x' or 'X' => Hex(value, clause),
        'o' => Whole(value, 'o', "octal clause can only be used on integers"),
        _ => (null, $"could not parse formatting clause: unrecognized formatting clause \"{clause}\""),
    };

    private static (string?, string?) Decimal(CelValue value) => value switch
    {
        CelInt or CelUint => (value.ToString(), null),
        CelDouble number when !double.IsFinite(number.Value) => (Special(number.Value), null),
        _ => Wrong("decimal clause can only be used on integers", value),
    };

    private static (string?, string?) Real(CelValue value, Func<double, string> format, string name) => value switch
    {
        CelDouble number => (double.IsFinite(number.Value) ? format(number.Value) : Special(number.Value), null),
        CelInt number => (format(number.Value), null),
        CelUint number => (format(number.Value), null),
        _ => Wrong($"{name} clause can only be used on doubles", value),
    };

    private static string Special(double value) => double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";

    private static string Scientific(double value, int digits) => value.ToString("0." + new string('0', digits) + "e+00", CultureInfo.InvariantCulture);

    private static (string?, string?) Hex(CelValue value, char clause)
    {
        var text = value switch
        {
            CelString s => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(s.Value)),
            CelBytes b => Convert.ToHexStringLower(b.Value),
            _ => null,
        };
        var (digits, error) = text is null ? Whole(value, 'x', "only integers, byte buffers, and strings can be formatted as hex") : (text, null);
        return (clause == 'X' ? digits?.ToUpperInvariant() : digits, error);
    }

    private static (string?, string?) Whole(CelValue value, char form, string complaint)
    {
        if (value is not (CelInt or CelUint))
            return Wrong(complaint, value);
        var number = value is CelInt n ? n.Value : (Int128)((CelUint)value).Value;
        var size = (ulong)Int128.Abs(number);
        var digits = form switch
        {
            'b' => size.ToString("b", CultureInfo.InvariantCulture),
            'x' => size.ToString("x", CultureInfo.InvariantCulture),
            _ => Octal(size),
        };
        return ((number < 0 ? "-" : "") + digits, null);
    }

    private static string Octal(ulong value)
    {
        var digits = new StringBuilder();
        do
        {
            digits.Insert(0, (char)('0' + (value & 7)));
            value >>= 3;
        }
        while (value > 0);
        return digits.ToString();
    }

    private (string?, string?) Text(CelValue value)
    {
        switch (value)
        {
            case CelBytes bytes:
                return (Encoding.UTF8.GetString(bytes.Value), null);
            case CelDouble number:
                return (Shortest(number.Value), null);
            case CelList list:
                return Joined(list.Items.ToArray().Select(Element), "[", "]");
            case CelMap map:
                return Joined(map.Keys.Select(k => Pair(Element(k), Element(map.Find(k)!))).OrderBy(p => p.Text, StringComparer.Ordinal), "{", "}");
            case CelOptional or CelOpaque:
                return Wrong("string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps", value);
            default:
                return (value.ToString(), null);
        }
    }

    private string Shortest(double value) =>
        dialect.IsKubernetes ? Numbers.Format(value) : double.IsFinite(value) ? Numbers.Plain(value) : Special(value);

    /// <summary>Within lists and maps the version of Kubernetes writes literals, and later ones texts.</summary>
    private (string? Text, string? Error) Element(CelValue value)
    {
        if (!dialect.IsKubernetes)
            return Text(value);
        return value switch
        {
            CelString text => (Quoted.Write(text.Value), null),
            CelBytes bytes => ("b" + Quoted.Write(Encoding.UTF8.GetString(bytes.Value)), null),
            CelDouble number when double.IsFinite(number.Value) => (number.Value.ToString("F6", CultureInfo.InvariantCulture), null),
            CelTimestamp => ($"timestamp(\"{value}\")", null),
            CelDuration => ($"duration(\"{value}\")", null),
            _ => Text(value),
        };
    }

    private (string? Text, string? Error) Pair((string? Text, string? Error) key, (string? Text, string? Error) value) =>
        key.Text is null || value.Text is null ? (null, key.Error ?? value.Error) : ($"{key.Text}:{(dialect.IsKubernetes ? "" : " ")}{value.Text}", null);

    private static (string?, string?) Joined(IEnumerable<(string? Text, string? Error)> parts, string open, string close)
    {
        var all = parts.ToList();
        var failed = all.Find(p => p.Text is null);
        return failed.Error is not null ? failed : (open + string.Join(", ", all.Select(p => p.Text)) + close, null);
    }

    private static (string?, string?) Wrong(string complaint, CelValue value) => (null, $"{complaint}, was given {value.Type.Name}");
}
