using System.Globalization;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.JmesPath.Values;

/// <summary>Numbers of JMESPath are doubles; whole ones are held as integers, so that they are written without a fraction.</summary>
internal static class JmesNumbers
{
    private const double MostWhole = 9_007_199_254_740_992;

    public static double ToDouble(CelValue value) => value switch
    {
        CelInt whole => whole.Value,
        CelUint whole => whole.Value,
        CelDouble number => number.Value,
        _ => double.NaN,
    };

    public static CelValue Of(double value) =>
        Math.Abs(value) <= MostWhole && Math.Floor(value) == value ? CelInt.Of((long)value) : new CelDouble(value);

    /// <summary>As Go writes a number with <c>%v</c>: no exponent below 1e21.</summary>
    public static string Text(CelValue value)
    {
        var number = ToDouble(value);
        return value is CelInt whole ? whole.Value.ToString(CultureInfo.InvariantCulture)
            : Math.Abs(number) is < 1e21 and >= 1e-5 or 0 ? Numbers.Plain(number)
            : Numbers.Format(number);
    }

    public static double? Parse(string text) =>
        double.TryParse(text, NumberStyles.Float & ~(NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite), CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
