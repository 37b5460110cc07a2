using System.Numerics;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Builtins;

internal static class ArithmeticFunctions
{
    /// <summary>Larger results would take more memory than any policy has a use for.</summary>
    private const int MostBits = 100_000;

    public static void AddTo(BuiltinList list)
    {
        list.Add("plus", "nn", a => Combine(a, (x, y) => x + y, (x, y) => x + y, (x, y) => x + y));
        list.Add("mul", "nn", a => Combine(a, (x, y) => x * y, (x, y) => x * y, (x, y) => x * y));
        list.Add("minus", "**", a => a is [RegoSet left, RegoSet right]
            ? SetFunctions.Difference(left, right)
            : a is [RegoNumber, RegoNumber] ? Combine(a, (x, y) => x - y, (x, y) => x - y, (x, y) => x - y) : Arg.WrongType("minus: operand has the wrong type"));
        list.Add("div", "nn", Divide);
        list.Add("rem", "nn", Remainder);
        list.Add("abs", "n", a => Arg.Number(a[0]) is var n && n.ComparedWith(RegoNumber.Of(0)) < 0 ? Combine([RegoNumber.Of(0), n], (x, y) => x - y, (x, y) => x - y, (x, y) => x - y) : n);
        list.Add("round", "n", a => Rounded(a[0], d => Math.Round(d, MidpointRounding.AwayFromZero), d => Math.Round(d, MidpointRounding.AwayFromZero)));
        list.Add("ceil", "n", a => Rounded(a[0], Math.Ceiling, Math.Ceiling));
        list.Add("floor", "n", a => Rounded(a[0], Math.Floor, Math.Floor));
        list.Add("numbers.range", "nn", a => Range(Arg.Number(a[0]), Arg.Number(a[1]), RegoNumber.Of(1)));
        list.Add("numbers.range_step", "nnn", a => Range(Arg.Number(a[0]), Arg.Number(a[1]), Arg.Number(a[2])));
    }

    /// <summary>Null where there is no result.</summary>
    public static RegoValue? Combine(
        RegoValue[] a, Func<BigInteger, BigInteger, BigInteger> whole, Func<decimal, decimal, decimal> exact, Func<double, double, double> real)
    {
        var (left, right) = (Arg.Number(a[0]), Arg.Number(a[1]));
        if (left.IsWhole && right.IsWhole)
        {
            var result = whole(left.AsBig(), right.AsBig());
            return result.GetBitLength() > MostBits ? Arg.Fail("number too large") : RegoNumber.Of(result);
        }

        if (left.AsDecimal() is { } x && right.AsDecimal() is { } y)
        {
            try
            {
                return RegoNumber.Of(exact(x, y));
            }
            catch (OverflowException)
            {
                // Then it is a floating one.
            }
        }

        return RegoNumber.Of(real(left.AsDouble(), right.AsDouble()));
    }

    private static RegoValue? Divide(RegoValue[] a)
    {
        var (left, right) = (Arg.Number(a[0]), Arg.Number(a[1]));
        if (right.ComparedWith(RegoNumber.Of(0)) == 0)
            return Arg.Fail("divide by zero");
        if (left.IsWhole && right.IsWhole && BigInteger.Remainder(left.AsBig(), right.AsBig()).IsZero)
            return RegoNumber.Of(left.AsBig() / right.AsBig());
        if (left.AsDecimal() is { } x && right.AsDecimal() is { } y)
        {
            try
            {
                return RegoNumber.Of(x / y);
            }
            catch (OverflowException)
            {
                // Then it is a floating one.
            }
        }

        return RegoNumber.Of(left.AsDouble() / right.AsDouble());
    }

    private static RegoValue? Remainder(RegoValue[] a)
    {
        var (left, right) = (Arg.Number(a[0]), Arg.Number(a[1]));
        if (!left.IsWhole || !right.IsWhole)
            return Arg.Fail("modulo on floating-point number");
        return right.AsBig().IsZero ? Arg.Fail("modulo by zero") : RegoNumber.Of(BigInteger.Remainder(left.AsBig(), right.AsBig()));
    }

    private static RegoValue? Rounded(RegoValue value, Func<decimal, decimal> exact, Func<double, double> real)
    {
        var number = Arg.Number(value);
        if (number.IsWhole)
            return number;
        return number.AsDecimal() is { } x ? RegoNumber.Of(exact(x)) : RegoNumber.Of(real(number.AsDouble()));
    }

    private static RegoValue Range(RegoNumber first, RegoNumber last, RegoNumber step)
    {
        const int most = 1_000_000;
        if (!first.IsWhole || !last.IsWhole || !step.IsWhole)
            return Arg.WrongType("numbers.range: operand must be integer number");
        if (step.AsBig().Sign <= 0)
            return Arg.Fail("numbers.range_step: step must be a positive number above zero");
        var (from, to, by) = (first.AsBig(), last.AsBig(), step.AsBig());
        if (BigInteger.Abs(to - from) / by > most)
            throw new RegoEvaluationException(RegoEvaluationException.Limit, "a range of more than a million numbers");
        var items = new List<RegoValue>();
        for (var at = from; from <= to ? at <= to : at >= to; at += from <= to ? by : -by)
            items.Add(RegoNumber.Of(at));
        return new RegoArray([.. items]);
    }
}
