using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Functions;

/// <summary>The operators of numbers, times, texts and lists. Integers that leave their range are errors.</summary>
internal static class Arithmetic
{
    private static readonly CelError s_division = new("division by zero");
    private static readonly CelError s_modulus = new("modulus by zero");

    public static CelValue Add(CelValue a, CelValue b) => (a, b) switch
    {
        (CelInt x, CelInt y) => Int((Int128)x.Value + y.Value),
        (CelUint x, CelUint y) => Uint((Int128)x.Value + y.Value),
        (CelDouble x, CelDouble y) => new CelDouble(x.Value + y.Value),
        (CelString x, CelString y) => new CelString(x.Value + y.Value),
        (CelBytes x, CelBytes y) => new CelBytes([.. x.Value, .. y.Value]),
        (CelList x, CelList y) => new CelList([.. x.Items, .. y.Items]),
        (CelDuration x, CelDuration y) => Times.Span((Int128)x.Nanoseconds + y.Nanoseconds),
        (CelTimestamp x, CelDuration y) => Times.Add(x, y),
        (CelDuration x, CelTimestamp y) => Times.Add(y, x),
        _ => CelError.NoSuchOverload,
    };

    public static CelValue Subtract(CelValue a, CelValue b) => (a, b) switch
    {
        (CelInt x, CelInt y) => Int((Int128)x.Value - y.Value),
        (CelUint x, CelUint y) => Uint((Int128)x.Value - y.Value),
        (CelDouble x, CelDouble y) => new CelDouble(x.Value - y.Value),
        (CelDuration x, CelDuration y) => Times.Span((Int128)x.Nanoseconds - y.Nanoseconds),
        (CelTimestamp x, CelDuration y) => Times.Subtract(x, y),
        (CelTimestamp x, CelTimestamp y) => Times.Between(x, y),
        _ => CelError.NoSuchOverload,
    };

    public static CelValue Multiply(CelValue a, CelValue b) => (a, b) switch
    {
        (CelInt x, CelInt y) => Int((Int128)x.Value * y.Value),
        (CelUint x, CelUint y) => Math.BigMul(x.Value, y.Value, out var low) == 0 ? new CelUint(low) : CelError.UintOverflow,
        (CelDouble x, CelDouble y) => new CelDouble(x.Value * y.Value),
        _ => CelError.NoSuchOverload,
    };

    public static CelValue Divide(CelValue a, CelValue b) => (a, b) switch
    {
        (CelInt, CelInt { Value: 0 }) or (CelUint, CelUint { Value: 0 }) => s_division,
        (CelInt x, CelInt y) => Int((Int128)x.Value / y.Value),
        (CelUint x, CelUint y) => new CelUint(x.Value / y.Value),
        (CelDouble x, CelDouble y) => new CelDouble(x.Value / y.Value),
        _ => CelError.NoSuchOverload,
    };

    public static CelValue Modulo(CelValue a, CelValue b) => (a, b) switch
    {
        (CelInt, CelInt { Value: 0 }) or (CelUint, CelUint { Value: 0 }) => s_modulus,
        (CelInt { Value: long.MinValue }, CelInt { Value: -1 }) => CelError.IntOverflow,
        (CelInt x, CelInt y) => CelInt.Of(x.Value % y.Value),
        (CelUint x, CelUint y) => new CelUint(x.Value % y.Value),
        _ => CelError.NoSuchOverload,
    };

    public static CelValue Negate(CelValue a) => a switch
    {
        CelInt x => Int(-(Int128)x.Value),
        CelDouble x => new CelDouble(-x.Value),
        _ => CelError.NoSuchOverload,
    };

    public static CelValue In(CelValue sought, CelValue container)
    {
        switch (container)
        {
            case CelMap map:
                return map.Contains(sought);
            case CelList list:
                foreach (var item in list.Items)
                {
                    if (Equality.AreEqual(item, sought))
                        return CelBool.True;
                }

                return CelBool.False;
            default:
                return CelError.NoSuchOverload;
        }
    }

    public static CelValue Index(CelValue container, CelValue index) => container switch
    {
        CelMap map => map.Find(index) ?? CelError.NoSuchKey(index),
        CelList list => At(list, index) ?? CelError.OutOfBounds(index),
        CelOptional { Value: null } => container,
        CelOptional { Value: { } inner } => inner is CelMap or CelList or CelOptional ? IndexOptional(inner, index) : CelError.NoSuchKey(index),
        // As cel-go: what has no elements has none of that key, null too.
        _ => CelError.NoSuchKey(index),
    };

    /// <summary>The element, or none where the key or index is not there.</summary>
    public static CelValue IndexOptional(CelValue container, CelValue index) => container switch
    {
        CelMap map => Some(map.Find(index)),
        CelList list => Some(At(list, index)),
        CelOptional { Value: null } => container,
        CelOptional { Value: { } inner } => IndexOptional(inner, index),
        _ => CelOptional.None,
    };

    private static CelValue Some(CelValue? found) => found switch
    {
        null => CelOptional.None,
        { IsFailure: true } => found,
        _ => CelOptional.Of(found),
    };

    /// <summary>Null outside; an error where the index is no whole number.</summary>
    private static CelValue? At(CelList list, CelValue index)
    {
        var at = index switch
        {
            CelInt x => x.Value,
            CelUint x => x.Value <= int.MaxValue ? (long)x.Value : -1,
            CelDouble x when Math.Floor(x.Value) == x.Value => x.Value is >= 0 and <= int.MaxValue ? (long)x.Value : -1,
            _ => long.MinValue,
        };
        if (at == long.MinValue && index is not CelInt)
            return CelError.NotAnIndex(index);
        return at >= 0 && at < list.Count ? list[(int)at] : null;
    }

    private static CelValue Int(Int128 value) => value >= long.MinValue && value <= long.MaxValue ? CelInt.Of((long)value) : CelError.IntOverflow;

    private static CelValue Uint(Int128 value) => value >= 0 && value <= ulong.MaxValue ? new CelUint((ulong)value) : CelError.UintOverflow;
}
