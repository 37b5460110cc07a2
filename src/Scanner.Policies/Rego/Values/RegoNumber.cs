using System.Globalization;
using System.Numerics;

namespace Scanner.Policies.Rego.Values;

/// <summary>
/// A number: a whole one of any size, or a fraction of 28 digits, or beyond that a floating one. Numbers that are equal are one number,
/// however they are written.
/// </summary>
public sealed class RegoNumber : RegoValue
{
    private const int MostDigits = 10_000;

    private static readonly RegoNumber[] s_small = [.. Enumerable.Range(-1, 258).Select(i => new RegoNumber(i, null))];

    private readonly object? _large;

    private RegoNumber(long whole, object? large)
        : base(RegoKind.Number) => (Whole, _large) = (whole, large);

    /// <summary>Where <see cref="IsSmall"/>.</summary>
    public long Whole { get; }

    /// <summary>A whole number of 64 bits.</summary>
    public bool IsSmall => _large is null;

    public bool IsWhole => _large is null or BigInteger;

    public static RegoNumber Of(long value) => value is >= -1 and <= 256 ? s_small[value + 1] : new RegoNumber(value, null);

    public static RegoNumber Of(BigInteger value) => value >= long.MinValue && value <= long.MaxValue ? Of((long)value) : new RegoNumber(0, value);

    public static RegoNumber Of(decimal value) => value == decimal.Truncate(value) ? Of(new BigInteger(value)) : new RegoNumber(0, value);

    /// <summary>Null for what is no number.</summary>
    public static RegoNumber? Of(double value)
    {
        if (!double.IsFinite(value))
            return null;
        if (Math.Abs(value) is < 7e27 and (0 or > 1e-12))
            return Parse(value.ToString("R", CultureInfo.InvariantCulture));
        return value == Math.Truncate(value) ? Of(new BigInteger(value)) : new RegoNumber(0, value);
    }

    /// <summary>A number as JSON writes it; null for what is none.</summary>
    public static RegoNumber? Parse(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > MostDigits || !IsNumber(text))
            return null;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return Of(whole);
        if (BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var large))
            return Of(large);
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) || !double.IsFinite(real))
            return null;
        if (Math.Abs(real) is < 7e27 and (0 or > 1e-12) && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var fraction))
            return Of(fraction);
        return real == Math.Truncate(real) ? Of(new BigInteger(real)) : new RegoNumber(0, real);
    }

    public BigInteger AsBig() => _large switch
    {
        null => Whole,
        BigInteger big => big,
        decimal fraction => new BigInteger(fraction),
        _ => new BigInteger((double)_large),
    };

    public double AsDouble() => _large switch
    {
        null => Whole,
        BigInteger big => (double)big,
        decimal fraction => (double)fraction,
        _ => (double)_large,
    };

    /// <summary>Null where it does not fit.</summary>
    public decimal? AsDecimal() => _large switch
    {
        null => Whole,
        BigInteger big when BigInteger.Abs(big) < (BigInteger)7e27 => (decimal)big,
        decimal fraction => fraction,
        _ => null,
    };

    /// <summary>As an index or a count; null where it is none.</summary>
    public int? AsIndex() => IsSmall && Whole is >= int.MinValue and <= int.MaxValue ? (int)Whole : null;

    internal int ComparedWith(RegoNumber other)
    {
        if (IsSmall && other.IsSmall)
            return Whole.CompareTo(other.Whole);
        if (IsWhole && other.IsWhole)
            return AsBig().CompareTo(other.AsBig());
        return AsDecimal() is { } a && other.AsDecimal() is { } b ? a.CompareTo(b) : AsDouble().CompareTo(other.AsDouble());
    }

    internal string Text => _large switch
    {
        null => Whole.ToString(CultureInfo.InvariantCulture),
        BigInteger big => big.ToString(CultureInfo.InvariantCulture),
        decimal fraction => fraction.ToString("0.############################", CultureInfo.InvariantCulture),
        _ => ((double)_large).ToString("R", CultureInfo.InvariantCulture),
    };

    /// <summary>Whether it is written as JSON has it: no hexadecimal, no leading plus, no "Infinity".</summary>
    private static bool IsNumber(ReadOnlySpan<char> text)
    {
        var digits = text[0] == '-' ? text[1..] : text;
        if (digits.IsEmpty || !char.IsAsciiDigit(digits[0]) || !char.IsAsciiDigit(digits[^1]))
            return false;
        if (digits.Length > 1 && digits[0] == '0' && char.IsAsciiDigit(digits[1]))
            return false;
        return digits.IndexOfAnyExcept("0123456789.eE+-") < 0;
    }
}
