using System.Globalization;

namespace Scanner.Policies.Cel.Values;

/// <summary>Doubles as Go writes them, with the shortest digits that read back as the same number.</summary>
internal static class Numbers
{
    /// <summary>Go's <c>%g</c>: with an exponent below 0.0001 and from 1,000,000 on.</summary>
    public static string Format(double value)
    {
        if (Special(value) is { } special)
            return special;
        var (sign, digits, exponent) = Digits(value);
        if (exponent is >= -4 and < 6 || value == 0)
            return Plain(value);
        var fraction = digits.Length > 1 ? "." + digits[1..] : "";
        return $"{sign}{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
    }

    /// <summary>Go's <c>%f</c> with as many digits as it takes: never an exponent.</summary>
    public static string Plain(double value)
    {
        if (Special(value) is { } special)
            return special;
        var (sign, digits, exponent) = Digits(value);
        if (exponent < 0)
            return sign + "0." + new string('0', -exponent - 1) + digits;
        return digits.Length <= exponent + 1
            ? sign + digits.PadRight(exponent + 1, '0')
            : sign + digits[..(exponent + 1)] + "." + digits[(exponent + 1)..];
    }

    private static string? Special(double value) =>
        double.IsNaN(value) ? "NaN" : double.IsInfinity(value) ? value > 0 ? "+Inf" : "-Inf" : null;

    /// <summary>The digits without zeros around them, and the power of ten of the first.</summary>
    private static (string Sign, string Digits, int Exponent) Digits(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var sign = text.StartsWith('-') ? "-" : "";
        var e = text.IndexOf('E', StringComparison.Ordinal);
        var mantissa = (e < 0 ? text : text[..e])[sign.Length..];
        var exponent = e < 0 ? 0 : int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var all = mantissa.Replace(".", "", StringComparison.Ordinal);
        var digits = all.TrimStart('0');
        exponent += (point < 0 ? mantissa.Length : point) - 1 - (all.Length - digits.Length);
        digits = digits.TrimEnd('0');
        return digits.Length == 0 ? (sign, "0", 0) : (sign, digits, exponent);
    }
}
