using System.Globalization;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Syntax;

/// <summary>Numbers as written. A minus sign before one belongs to it, so that the least integer can be written.</summary>
internal static class NumberLiteral
{
    public static Expr.Literal Read(Token token, bool isNegative) => new(
        token.Kind switch
        {
            TokenKind.Double => Double(token, isNegative),
            TokenKind.Uint when isNegative => throw Invalid(token, "uint"),
            TokenKind.Uint => new CelUint(Magnitude(token)),
            _ => Int(token, isNegative),
        },
        token.Position);

    private static CelDouble Double(Token token, bool isNegative)
    {
        var value = double.Parse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsInfinity(value) ? throw Invalid(token, "double") : new CelDouble(isNegative ? -value : value);
    }

    private static CelInt Int(Token token, bool isNegative)
    {
        var value = isNegative ? -(Int128)Magnitude(token) : Magnitude(token);
        return value >= long.MinValue && value <= long.MaxValue ? CelInt.Of((long)value) : throw Invalid(token, "int");
    }

    private static ulong Magnitude(Token token)
    {
        var isHex = token.Text.StartsWith("0x", StringComparison.Ordinal);
        var digits = isHex ? token.Text.AsSpan(2) : token.Text;
        return ulong.TryParse(digits, isHex ? NumberStyles.HexNumber : NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Invalid(token, "int");
    }

    private static CelSyntaxException Invalid(Token token, string type) => new($"invalid {type} literal", token.Position);
}
