using System.Globalization;
using System.Numerics;
using System.Text;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Builtins;

/// <summary>The verbs of Go's <c>fmt.Sprintf</c> (https://pkg.go.dev/fmt) as OPA calls it.</summary>
internal ref struct GoFormat(string format, ReadOnlySpan<RegoValue> arguments)
{
    private const int MostWidth = 1_000;

    private readonly StringBuilder _out = new();
    private readonly ReadOnlySpan<RegoValue> _arguments = arguments;
    private int _next;
    private int _at;

    public static string Format(string format, ReadOnlySpan<RegoValue> arguments)
    {
        var run = new GoFormat(format, arguments);
        run.All();
        return run._out.ToString();
    }

    private void All()
    {
        for (; _at < format.Length; _at++)
        {
            if (format[_at] == '%')
                Verb();
            else
                _out.Append(format[_at]);
        }

        if (_next >= _arguments.Length)
            return;
        var extra = _arguments[_next..].ToArray().Select(a => $"{TypeName(a)}={Plain(a)}");
        _out.Append("%!(EXTRA ").AppendJoin(", ", extra).Append(')');
    }

    private void Verb()
    {
        var flags = "";
        while (++_at < format.Length && format[_at] is '+' or '-' or '#' or ' ' or '0')
            flags += format[_at];
        var width = Number();
        int? precision = null;
        if (_at < format.Length && format[_at] == '.')
        {
            _at++;
            precision = Number() ?? 0;
        }

        if (_at >= format.Length)
        {
            _out.Append("%!(NOVERB)");
            return;
        }

        var verb = format[_at];
        if (verb == '%')
            _out.Append('%');
        else if (_next >= _arguments.Length)
            _out.Append("%!").Append(verb).Append("(MISSING)");
        else
            _out.Append(Padded(Formatted(_arguments[_next++], verb, flags, precision), width ?? 0, flags));
    }

    private int? Number()
    {
        if (_at < format.Length && format[_at] == '*')
        {
            _at++;
            return _next < _arguments.Length ? Math.Min((_arguments[_next++] as RegoNumber)?.AsIndex() ?? 0, MostWidth) : 0;
        }

        int? number = null;
        for (; _at < format.Length && char.IsAsciiDigit(format[_at]); _at++)
            number = Math.Min(((number ?? 0) * 10) + format[_at] - '0', MostWidth);
        return number;
    }

    private static string Padded(string text, int width, string flags)
    {
        if (flags.Contains('-', StringComparison.Ordinal))
            return text.PadRight(width);
        if (!flags.Contains('0', StringComparison.Ordinal))
            return text.PadLeft(width);
        return text.StartsWith('-') ? "-" + text[1..].PadLeft(Math.Max(0, width - 1), '0') : text.PadLeft(width, '0');
    }

    private static string Formatted(RegoValue value, char verb, string flags, int? precision)
    {
        var sign = flags.Contains('+', StringComparison.Ordinal) && value is RegoNumber number && number.AsDouble() >= 0 ? "+" : "";
        var isAlternate = flags.Contains('#', StringComparison.Ordinal);
        return (verb, value) switch
        {
            ('v', _) => sign + Plain(value),
            ('s', RegoNumber { IsSmall: false, IsWhole: true }) => Plain(value),
            ('s', RegoNumber) => $"%!s({TypeName(value)}={Plain(value)})",
            ('s', _) when precision is { } most => Plain(value) is var text && text.Length > most ? text[..most] : Plain(value),
            ('s', _) => Plain(value),
            ('q', RegoNumber { IsSmall: true } code) => $"'{(Rune.IsValid((int)code.Whole) ? new Rune((int)code.Whole) : Rune.ReplacementChar)}'",
            ('q', _) => RegoText.Quoted(Plain(value)),
            ('T', _) => TypeName(value),
            ('d', RegoNumber { IsWhole: true } whole) => sign + whole.Text,
            ('b' or 'o' or 'O' or 'x' or 'X', RegoNumber { IsWhole: true } whole) => sign + Based(whole.AsBig(), verb, isAlternate),
            ('x', _) when value is not RegoNumber => Hex(Plain(value)),
            ('X', _) when value is not RegoNumber => Hex(Plain(value)).ToUpperInvariant(),
            ('c', RegoNumber { IsSmall: true } code) => (Rune.IsValid((int)code.Whole) ? new Rune((int)code.Whole) : Rune.ReplacementChar).ToString(),
            ('f' or 'F', RegoNumber { IsWhole: false } real) => sign + real.AsDouble().ToString("F" + (precision ?? 6), CultureInfo.InvariantCulture),
            ('e' or 'E' or 'g' or 'G', RegoNumber { IsWhole: false } real) => sign + Scientific(real.AsDouble(), verb, precision),
            _ => $"%!{verb}({TypeName(value)}={Plain(value)})",
        };
    }

    private static string Based(BigInteger number, char verb, bool isAlternate)
    {
        var digits = StringFunctions.InBase(BigInteger.Abs(number), verb switch { 'b' => 2, 'o' or 'O' => 8, _ => 16 });
        var prefix = (verb, isAlternate) switch
        {
            ('O', _) => "0o",
            ('b', true) => "0b",
            ('o', true) => "0",
            ('x' or 'X', true) => "0x",
            _ => "",
        };
        var text = (number.Sign < 0 ? "-" : "") + prefix + digits;
        return verb == 'X' ? text.ToUpperInvariant() : text;
    }

    private static string Hex(string text) => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text));

    private static string Scientific(double value, char verb, int? precision) => verb is 'e' or 'E'
        ? value.ToString("0." + new string('0', precision ?? 6) + (verb == 'e' ? "e+00" : "E+00"), CultureInfo.InvariantCulture)
        : precision is { } digits ? value.ToString("G" + digits, CultureInfo.InvariantCulture) : value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>What <c>%v</c> writes: texts without quotes.</summary>
    private static string Plain(RegoValue value) => value switch
    {
        RegoString text => text.Value,
        RegoNumber { IsWhole: false } number => Float(number.AsDouble()),
        _ => value.ToString(),
    };

    /// <summary>As Go prints a float64: with an exponent below 1e-4 and from 1e21.</summary>
    private static string Float(double value)
    {
        var size = Math.Abs(value);
        if (size is >= 1e-4 and < 1e21)
            return ((decimal)value).ToString("0.############################", CultureInfo.InvariantCulture);
        var text = value.ToString("0.################e+00", CultureInfo.InvariantCulture);
        return text;
    }

    private static string TypeName(RegoValue value) => value switch
    {
        RegoString => "string",
        RegoNumber { IsSmall: true } => "int",
        RegoNumber { IsWhole: true } => "*big.Int",
        RegoNumber => "float64",
        _ => "string",
    };
}
