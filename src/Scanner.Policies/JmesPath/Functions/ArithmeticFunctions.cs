using System.Numerics;
using Scanner.Policies.Cel.Functions;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.JmesPath.Values;

namespace Scanner.Policies.JmesPath.Functions;

/// <summary>Kyverno's arithmetic of numbers, quantities and durations.</summary>
internal static class ArithmeticFunctions
{
    public static void AddTo(JmesFunctions list)
    {
        list.Add("add(any, any)", a => Sum(a[0], a[1], 1, "add"));
        list.Add("subtract(any, any)", a => Sum(a[0], a[1], -1, "subtract"));
        list.Add("multiply(any, any)", a => Multiply(Operand(a[0]), Operand(a[1])));
        list.Add("divide(any, any)", a => Divide(Operand(a[0]), Operand(a[1])));
        list.Add("modulo(any, any)", a => Modulo(Operand(a[0]), Operand(a[1])));
        list.Add("round(number, number)", Round);
        list.Add("sum(array)", a => Total((CelList)a[0]));
    }

    /// <summary>A double, a <see cref="GoQuantity"/>, a duration as a long, or null for what is none of them.</summary>
    private static object? Operand(CelValue value)
    {
        if (Equality.IsNumber(value))
            return JmesNumbers.ToDouble(value);
        if (value is not CelString { Value: var text })
            return null;
        return (object?)GoQuantity.Parse(text) ?? GoDuration.Parse(text);
    }

    private static CelValue Total(CelList items)
    {
        if (items.Count == 0)
            return Wrong("sum", "at least one element in the array is required");
        var total = items[0];
        for (var i = 1; i < items.Count && !total.IsFailure; i++)
            total = Sum(total, items[i], 1, "sum");
        return total;
    }

    private static CelValue Sum(CelValue left, CelValue right, int sign, string name) => (Operand(left), Operand(right)) switch
    {
        (double x, double y) => JmesNumbers.Of(x + (sign * y)),
        (GoQuantity x, GoQuantity y) => Arg.Text(new GoQuantity(x.Nano + (sign * y.Nano), x.IsBinary).ToString()),
        (long x, long y) => Span((double)x + (sign * y), x + (sign * y)),
        var (x, y) => Mismatch(name, x, y),
    };

    private static CelValue Multiply(object? left, object? right) => (left, right) switch
    {
        (double x, double y) => JmesNumbers.Of(x * y),
        (GoQuantity x, double y) => Scaled(x, y),
        (double x, GoQuantity y) => Scaled(y, x),
        (long x, double y) => Span(x * y, null),
        (double x, long y) => Span(x * y, null),
        var (x, y) => Mismatch("multiply", x, y),
    };

    private static CelValue Divide(object? left, object? right) => (left, right) switch
    {
        (not null, 0d or 0L) or (not null, GoQuantity { Nano.IsZero: true }) => Wrong("divide", "Zero divisor passed"),
        (double x, double y) => JmesNumbers.Of(x / y),
        (GoQuantity x, GoQuantity y) => JmesNumbers.Of(x.AsDouble / y.AsDouble),
        (GoQuantity x, double y) => Scaled(x, 1 / y),
        (long x, long y) => JmesNumbers.Of((double)x / y),
        (long x, double y) => Span(x / y, null),
        var (x, y) => Mismatch("divide", x, y),
    };

    private static CelValue Modulo(object? left, object? right) => (left, right) switch
    {
        (not null, 0d or 0L) or (not null, GoQuantity { Nano.IsZero: true }) => Wrong("modulo", "Zero divisor passed"),
        (double x, double y) => x == Math.Truncate(x) && y == Math.Truncate(y) ? JmesNumbers.Of(x % y) : Fraction(),
        (GoQuantity x, GoQuantity y) => (x.Nano % GoQuantity.One).IsZero && (y.Nano % GoQuantity.One).IsZero
            ? Arg.Text(new GoQuantity(x.Nano % y.Nano, x.IsBinary).ToString())
            : Fraction(),
        (long x, long y) => Arg.Text(GoDuration.Format(y == -1 ? 0 : x % y)),
        var (x, y) => Mismatch("modulo", x, y),
    };

    private static CelError Fraction() => Wrong("modulo", "Non-integer argument(s) passed for modulo");

    private static CelValue Round(CelValue[] a)
    {
        var places = JmesNumbers.ToDouble(a[1]);
        if (places != Math.Truncate(places) || places is < 0 or > 300)
            return Wrong("round", "Non-integer argument(s) passed for round off");
        var shift = Math.Pow(10, places);
        return JmesNumbers.Of(Math.Round(JmesNumbers.ToDouble(a[0]) * shift, MidpointRounding.AwayFromZero) / shift);
    }

    /// <summary>To the billionth, which is as fine as quantities are.</summary>
    private static CelValue Scaled(GoQuantity quantity, double factor)
    {
        if (!double.IsFinite(factor) || Math.Abs(factor) > 1e18)
            return CelUnknown.Of("a quantity that is too large");
        var product = quantity.Nano * new BigInteger(decimal.Round((decimal)Math.Clamp(factor, -1e18, 1e18), 9) * 1_000_000_000m) / GoQuantity.One;
        return Arg.Text(new GoQuantity(product, quantity.IsBinary).ToString());
    }

    private static CelValue Span(double about, long? exact) => about is > long.MinValue and < long.MaxValue
        ? Arg.Text(GoDuration.Format(exact ?? (long)about))
        : Wrong("time", "duration overflow");

    private static CelError Mismatch(string name, object? left, object? right) => Wrong(name, left is null || right is null ? "invalid operand" : "Types mismatch");

    private static CelError Wrong(string name, string what) => new($"JMESPath function '{name}': {what}");
}
