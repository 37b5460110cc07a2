using System.Numerics;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Builtins;

/// <summary>Amounts with units, as <c>10Gi</c>, <c>200m</c>, <c>1KB</c>.</summary>
internal static class UnitFunctions
{
    private const string Prefixes = "kmgtpe";

    public static void AddTo(BuiltinList list)
    {
        list.Add("units.parse", "s", a => Parse(Arg.Text(a[0])));
        list.Add("units.parse_bytes", "s", a => ParseBytes(Arg.Text(a[0])));
    }

    /// <summary>Number and unit, quotes around them left out; null where there are blanks or no number.</summary>
    private static (RegoNumber? Number, string Unit, RegoError? Error) Cut(string name, string text)
    {
        var bare = text.Replace("\"", "", StringComparison.Ordinal);
        if (bare.Length == 0)
            return (null, "", Arg.Fail($"{name}: no amount provided"));
        if (bare.Contains(' ', StringComparison.Ordinal))
            return (null, "", Arg.Fail($"{name}: spaces not allowed in resource strings"));
        var end = 0;
        while (end < bare.Length && (char.IsAsciiDigit(bare[end]) || bare[end] is '.' or '-' or '+' || IsExponent(bare, end)))
            end++;
        if (end == 0)
            return (null, "", Arg.Fail($"{name}: no amount provided"));
        var digits = bare[..end];
        digits = digits.StartsWith('.') ? "0" + digits : digits.EndsWith('.') ? digits + "0" : digits;
        return RegoNumber.Parse(digits.TrimStart('+')) is { } number ? (number, bare[end..], null) : (null, "", Arg.Fail($"{name}: could not parse amount to a number"));
    }

    private static bool IsExponent(string text, int at) =>
        text[at] is 'e' or 'E' && at > 0 && at + 1 < text.Length && (char.IsAsciiDigit(text[at + 1]) || (text[at + 1] is '+' or '-' && at + 2 < text.Length && char.IsAsciiDigit(text[at + 2])));

    private static RegoValue? Parse(string text)
    {
        var (number, unit, error) = Cut("units.parse", text);
        if (error is not null)
            return error;
        if (unit == "m")
            return Scaled(number!, 1, 1000);
        var lower = unit.ToLowerInvariant();
        if (unit.Length == 0)
            return number;
        // A small m is a thousandth, a large one a million.
        if (lower.Length == 1 && Prefixes.Contains(lower[0], StringComparison.Ordinal))
            return Scaled(number!, BigInteger.Pow(1000, Prefixes.IndexOf(lower[0], StringComparison.Ordinal) + 1), 1);
        if (lower.Length == 2 && lower[1] == 'i' && Prefixes.Contains(lower[0], StringComparison.Ordinal))
            return Scaled(number!, BigInteger.Pow(1024, Prefixes.IndexOf(lower[0], StringComparison.Ordinal) + 1), 1);
        return Arg.Fail($"units.parse: unit {unit} not recognized");
    }

    private static RegoValue? ParseBytes(string text)
    {
        var (number, unit, error) = Cut("units.parse_bytes", text);
        if (error is not null)
            return error;
        var lower = unit.ToLowerInvariant();
        var bare = lower.EndsWith('b') ? lower[..^1] : lower;
        if (bare.Length == 0)
            return Whole(number);
        var index = Prefixes.IndexOf(bare[0], StringComparison.Ordinal);
        if (index < 0 || (bare.Length > 1 && bare[1..] != "i"))
            return Arg.Fail($"units.parse_bytes: byte unit {unit} not recognized");
        return Whole(Scaled(number!, BigInteger.Pow(bare.Length > 1 ? 1024 : 1000, index + 1), 1));
    }

    private static RegoValue? Scaled(RegoNumber number, BigInteger by, int divisor)
    {
        if (divisor > 1)
            return number.AsDecimal() is { } exact ? RegoNumber.Of(exact / divisor) : RegoNumber.Of(number.AsDouble() / divisor);
        return ArithmeticFunctions.Combine([number, RegoNumber.Of(by)], (x, y) => x * y, (x, y) => x * y, (x, y) => x * y);
    }

    private static RegoValue? Whole(RegoValue? value) => value is RegoNumber { IsWhole: false } number ? RegoNumber.Of(number.AsBig()) : value;
}
