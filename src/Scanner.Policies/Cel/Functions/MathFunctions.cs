using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Functions;

/// <summary>cel-go's extension of numbers.</summary>
internal static class MathFunctions
{
    private static readonly CelError s_shift = new("math.bitShift() negative offset");

    public static void AddTo(FunctionList list)
    {
        AddBest(list, "greatest", 1);
        AddBest(list, "least", -1);
        AddReals(list);
        AddBits(list);
        list.Add("math.abs(int): int", a => Arg.Int(a[0]) == long.MinValue ? CelError.IntOverflow : CelInt.Of(Math.Abs(Arg.Int(a[0]))));
        list.Add("math.abs(uint): uint", a => a[0]);
        list.Add("math.abs(double): double", a => new CelDouble(Math.Abs(Real(a[0]))));
        list.Add("math.sign(int): int", a => CelInt.Of(Math.Sign(Arg.Int(a[0]))));
        list.Add("math.sign(uint): uint", a => new CelUint(Unsigned(a[0]) == 0 ? 0u : 1u));
        list.Add("math.sign(double): double", a => new CelDouble(double.IsNaN(Real(a[0])) ? double.NaN : Math.Sign(Real(a[0]))));
        list.Add("math.sqrt(int): double", a => new CelDouble(Math.Sqrt(Arg.Int(a[0]))));
        list.Add("math.sqrt(uint): double", a => new CelDouble(Math.Sqrt(Unsigned(a[0]))));
        list.Add("math.sqrt(double): double", a => new CelDouble(Math.Sqrt(Real(a[0]))));
    }

    private static double Real(CelValue value) => ((CelDouble)value).Value;

    private static ulong Unsigned(CelValue value) => ((CelUint)value).Value;

    private static void AddReals(FunctionList list)
    {
        list.Add("math.ceil(double): double", a => new CelDouble(Math.Ceiling(Real(a[0]))));
        list.Add("math.floor(double): double", a => new CelDouble(Math.Floor(Real(a[0]))));
        list.Add("math.round(double): double", a => new CelDouble(Math.Round(Real(a[0]), MidpointRounding.AwayFromZero)));
        list.Add("math.trunc(double): double", a => new CelDouble(Math.Truncate(Real(a[0]))));
        list.Add("math.isInf(double): bool", a => CelBool.Of(double.IsInfinity(Real(a[0]))));
        list.Add("math.isNaN(double): bool", a => CelBool.Of(double.IsNaN(Real(a[0]))));
        list.Add("math.isFinite(double): bool", a => CelBool.Of(double.IsFinite(Real(a[0]))));
    }

    private static void AddBits(FunctionList list)
    {
        list.Add("math.bitAnd(int, int): int", a => CelInt.Of(Arg.Int(a[0]) & Arg.Int(a[1])));
        list.Add("math.bitAnd(uint, uint): uint", a => new CelUint(Unsigned(a[0]) & Unsigned(a[1])));
        list.Add("math.bitOr(int, int): int", a => CelInt.Of(Arg.Int(a[0]) | Arg.Int(a[1])));
        list.Add("math.bitOr(uint, uint): uint", a => new CelUint(Unsigned(a[0]) | Unsigned(a[1])));
        list.Add("math.bitXor(int, int): int", a => CelInt.Of(Arg.Int(a[0]) ^ Arg.Int(a[1])));
        list.Add("math.bitXor(uint, uint): uint", a => new CelUint(Unsigned(a[0]) ^ Unsigned(a[1])));
        list.Add("math.bitNot(int): int", a => CelInt.Of(~Arg.Int(a[0])));
        list.Add("math.bitNot(uint): uint", a => new CelUint(~Unsigned(a[0])));
        list.Add("math.bitShiftLeft(int, int): int", a => Shift(Arg.Int(a[1]), n => CelInt.Of(n > 63 ? 0 : Arg.Int(a[0]) << n)));
        list.Add("math.bitShiftLeft(uint, int): uint", a => Shift(Arg.Int(a[1]), n => new CelUint(n > 63 ? 0 : Unsigned(a[0]) << n)));
        list.Add("math.bitShiftRight(int, int): int", a => Shift(Arg.Int(a[1]), n => CelInt.Of(n > 63 ? 0 : (long)((ulong)Arg.Int(a[0]) >> n))));
        list.Add("math.bitShiftRight(uint, int): uint", a => Shift(Arg.Int(a[1]), n => new CelUint(n > 63 ? 0 : Unsigned(a[0]) >> n)));
    }

    private static CelValue Shift(long by, Func<int, CelValue> shift) => by < 0 ? s_shift : shift((int)Math.Min(by, 64));

    /// <summary>Macros in cel-go, which take any number of arguments.</summary>
    private static void AddBest(FunctionList list, string name, int sign)
    {
        const int most = 16;
        for (var count = 2; count <= most; count++)
            list.Add($"math.{name}({string.Join(", ", Enumerable.Repeat("dyn", count))}): dyn", a => Best(a, sign));
        list.Add($"math.{name}(list(dyn)): dyn", a => Best(((CelList)a[0]).Items, sign));
        list.Add($"math.{name}(dyn): dyn", a => Best(a, sign));
    }

    private static CelValue Best(ReadOnlySpan<CelValue> values, int sign)
    {
        if (values.IsEmpty)
            return new CelError("math.@min(list) argument must not be empty");
        var best = values[0];
        foreach (var value in values)
        {
            if (!Equality.IsNumber(value))
                return CelError.NoSuchOverload;
            if (Equality.Compare(value, best) * sign > 0)
                best = value;
        }

        return best;
    }
}
