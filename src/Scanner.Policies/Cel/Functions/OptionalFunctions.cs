using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Functions;

/// <summary>
/// Optionals. <c>or</c> and <c>orValue</c> evaluate their argument late and are nodes of their own; here are their types.
/// </summary>
internal static class OptionalFunctions
{
    public static void AddTo(FunctionList list)
    {
        list.Add("optional.of(A): optional(A)", a => CelOptional.Of(a[0]));
        list.Add("optional.ofNonZeroValue(A): optional(A)", a => IsZero(a[0]) ? CelOptional.None : CelOptional.Of(a[0]));
        list.Add("optional.none(): optional(A)", _ => CelOptional.None);
        list.Add("optional(A).hasValue(): bool", a => CelBool.Of(((CelOptional)a[0]).Value is not null));
        list.Add("optional(A).value(): A", a => ((CelOptional)a[0]).Value ?? new CelError("optional.none() dereference"));
        list.Add("optional(A).or(optional(A)): optional(A)", a => ((CelOptional)a[0]).Value is null ? a[1] : a[0]);
        list.Add("optional(A).orValue(A): A", a => ((CelOptional)a[0]).Value ?? a[1]);
        list.Add("optional.unwrap(list(optional(A))): list(A)", a => Unwrap((CelList)a[0]));
        list.Add("list(optional(A)).unwrapOpt(): list(A)", a => Unwrap((CelList)a[0]));
        list.Add("list(A).first(): optional(A)", a => At((CelList)a[0], 0));
        list.Add("list(A).last(): optional(A)", a => At((CelList)a[0], ((CelList)a[0]).Count - 1));
    }

    private static CelOptional At(CelList items, int index) => items.Count == 0 ? CelOptional.None : CelOptional.Of(items[index]);

    private static bool IsZero(CelValue value) => value switch
    {
        CelNull => true,
        CelBool => value.IsFalse,
        CelInt n => n.Value == 0,
        CelUint n => n.Value == 0,
        CelDouble n => n.Value == 0,
        CelDuration d => d.Nanoseconds == 0,
        CelTimestamp t => t is { Seconds: CelTimestamp.FirstSecond, Nanoseconds: 0 },
        CelString or CelBytes or CelList or CelMap => Arg.Size(value).Value == 0,
        CelOptional o => o.Value is null,
        _ => false,
    };

    private static CelValue Unwrap(CelList items)
    {
        var there = new List<CelValue>();
        foreach (var item in items.Items)
        {
            if (item is not CelOptional optional)
                return CelError.NoSuchOverload;
            if (optional.Value is { } value)
                there.Add(value);
        }

        return new CelList([.. there]);
    }
}
