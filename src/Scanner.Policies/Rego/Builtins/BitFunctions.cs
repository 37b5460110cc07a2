using System.Numerics;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Builtins;

internal static class BitFunctions
{
    private const int MostShift = 10_000;

    public static void AddTo(BuiltinList list)
    {
        list.Add("bits.and", "nn", a => Whole(a, (x, y) => x & y));
        list.Add("bits.or", "nn", a => Whole(a, (x, y) => x | y));
        list.Add("bits.xor", "nn", a => Whole(a, (x, y) => x ^ y));
        list.Add("bits.negate", "n", a => Whole([a[0], a[0]], (x, _) => ~x));
        list.Add("bits.lsh", "nn", a => Shift(a, (x, by) => x << by));
        list.Add("bits.rsh", "nn", a => Shift(a, (x, by) => x >> by));
    }

    private static RegoValue Whole(RegoValue[] a, Func<BigInteger, BigInteger, BigInteger> combine) =>
        Arg.Number(a[0]) is { IsWhole: true } left && Arg.Number(a[1]) is { IsWhole: true } right
            ? RegoNumber.Of(combine(left.AsBig(), right.AsBig()))
            : Arg.WrongType("operand must be integer number but got floating-point number");

    private static RegoValue Shift(RegoValue[] a, Func<BigInteger, int, BigInteger> shift)
    {
        if (Arg.Number(a[0]) is not { IsWhole: true } left || Arg.Number(a[1]) is not { IsWhole: true } right)
            return Arg.WrongType("operand must be integer number but got floating-point number");
        if (right.AsIndex() is not { } by || by < 0)
            return Arg.WrongType("operand 2 must be an unsigned integer number but got a negative integer");
        return by > MostShift ? Arg.Fail("shift too far") : RegoNumber.Of(shift(left.AsBig(), by));
    }
}
