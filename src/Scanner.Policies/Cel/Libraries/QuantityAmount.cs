using System.Globalization;
using System.Numerics;
using Scanner.Policies.Cel.Functions;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Libraries;

/// <summary>
/// An amount of a resource, exact to a billionth. Kubernetes holds small ones as a whole number and a power of ten, and calls only those
/// integers whose power is not below zero: <c>1k</c> is one, <c>1000m</c> is none.
/// </summary>
/// <param name="nano">In billionths.</param>
/// <param name="whole">The whole number, where it is held that way; null where it is not.</param>
/// <param name="scale">The power of ten of <paramref name="whole"/>.</param>
internal sealed class QuantityAmount(BigInteger nano, long? whole, int scale) : CelOpaque(OpaqueTypes.Quantity)
{
    /// <summary>Digits and powers beyond these are no amount of anything.</summary>
    private const int MostDigits = 400;
    private const int MostExponent = 400;

    private static readonly BigInteger s_billion = new(1_000_000_000);

    public BigInteger Nano => nano;

    public override int Hash => nano.GetHashCode();

    public static QuantityAmount Of(long value) => new(value * s_billion, value, 0);

    public static QuantityAmount? Parse(string text)
    {
        var sign = text is ['+' or '-', ..] ? 1 : 0;
        var end = sign;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.'))
            end++;
        var parts = text[sign..end].Split('.');
        if (text.Length == 0 || parts.Length > 2 || end - sign > MostDigits || Suffix(text[end..]) is not { } suffix)
            return null;
        var digits = parts[0].TrimStart('0');
        var fraction = parts.Length == 2 ? parts[1] : "";
        // "0", "00" and "+" end before the suffix is looked at; so Kubernetes takes a sign alone for zero.
        if (digits.Length == 0)
            digits = "0";
        var number = BigInteger.Parse(digits + fraction, NumberStyles.None, CultureInfo.InvariantCulture) * (text.StartsWith('-') ? -1 : 1);
        return suffix.IsBinary ? Binary(number, digits, fraction, suffix.Exponent) : Decimal(number, digits, fraction, suffix.Exponent);
    }

    public int ComparedWith(QuantityAmount other) => nano.CompareTo(other.Nano);

    public QuantityAmount Add(QuantityAmount other, int sign)
    {
        var sum = nano + (sign * other.Nano);
        if (Whole is not { } mine || other.Whole is not { } others)
            return new QuantityAmount(sum, null, 0);
        var low = Math.Min(scale, other.Scale);
        var total = (mine * BigInteger.Pow(10, scale - low)) + (sign * others * BigInteger.Pow(10, other.Scale - low));
        return BigInteger.Abs(total) <= long.MaxValue ? new QuantityAmount(sum, (long)total, low) : new QuantityAmount(sum, null, 0);
    }

    /// <summary>Null where Kubernetes refuses to call it an integer.</summary>
    public long? AsInteger() => whole is not null && scale >= 0 && BigInteger.Abs(nano / s_billion) <= long.MaxValue ? (long)(nano / s_billion) : null;

    public double AsDouble() => (double)nano / 1e9;

    public override bool IsSameAs(CelOpaque other) => nano == ((QuantityAmount)other).Nano;

    public override string ToString() => nano % s_billion == 0 ? (nano / s_billion).ToString() : $"{nano}n";

    private long? Whole => whole;

    private int Scale => scale;

    private static QuantityAmount Decimal(BigInteger number, string digits, string fraction, int exponent)
    {
        var scale = exponent - fraction.Length;
        var nano = scale >= -9 ? number * BigInteger.Pow(10, scale + 9) : Ceiling(number, BigInteger.Pow(10, -9 - scale));
        var isSmall = digits.Length + fraction.Length <= 18 && scale >= -9;
        return new QuantityAmount(nano, isSmall ? (long)number : null, isSmall ? scale : 0);
    }

    private static QuantityAmount Binary(BigInteger number, string digits, string fraction, int exponent)
    {
        var nano = Ceiling(number * s_billion << exponent, BigInteger.Pow(10, fraction.Length));
        var isSmall = fraction.Length == 0 && 15 - digits.Length - (int)(exponent * 3f / 10) - 1 >= 0;
        return new QuantityAmount(nano, isSmall ? (long)(number << exponent) : null, 0);
    }

    /// <summary>Away from zero, so that a little is never nothing.</summary>
    private static BigInteger Ceiling(BigInteger number, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(number, divisor, out var rest);
        return rest.IsZero ? quotient : quotient + rest.Sign;
    }

    private static (int Exponent, bool IsBinary)? Suffix(string suffix) => suffix switch
    {
        "" => (0, false),
        "n" => (-9, false),
        "u" => (-6, false),
        "m" => (-3, false),
        "k" => (3, false),
        "M" => (6, false),
        "G" => (9, false),
        "T" => (12, false),
        "P" => (15, false),
        "E" => (18, false),
        "Ki" => (10, true),
        "Mi" => (20, true),
        "Gi" => (30, true),
        "Ti" => (40, true),
        "Pi" => (50, true),
        "Ei" => (60, true),
        ['e' or 'E', _, ..] => int.TryParse(suffix.AsSpan(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent)
            && Math.Abs((long)exponent) <= MostExponent ? (exponent, false) : null,
        _ => null,
    };
}
