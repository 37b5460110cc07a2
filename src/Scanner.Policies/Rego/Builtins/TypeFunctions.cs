using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Builtins;

internal static class TypeFunctions
{
    public static void AddTo(BuiltinList list)
    {
        (string Name, RegoKind Kind)[] kinds =
        [
            ("null", RegoKind.Null), ("boolean", RegoKind.Bool), ("number", RegoKind.Number), ("string", RegoKind.String), ("array", RegoKind.Array),
            ("object", RegoKind.Object), ("set", RegoKind.Set),
        ];
        foreach (var (name, kind) in kinds)
        {
            list.Add("is_" + name, "*", a => a[0] is RegoUnknown ? a[0] : Arg.Of(a[0].Kind == kind), takesUnknown: true);
            list.Add("cast_" + name, "*", a => a[0].Kind == kind ? a[0] : Cast(a[0], kind));
        }

        list.Add("type_name", "*", a => a[0] is RegoUnknown ? a[0] : Arg.Of(Array.Find(kinds, k => k.Kind == a[0].Kind).Name), takesUnknown: true);
        list.Add("to_number", "*", a => ToNumber(a[0]));
    }

    private static RegoValue Cast(RegoValue value, RegoKind kind) => (value, kind) switch
    {
        (RegoSet set, RegoKind.Array) => new RegoArray(set.Items.ToArray()),
        (RegoArray array, RegoKind.Set) => RegoSet.Of(array.Items.ToArray()),
        _ => Arg.WrongType("operand 1 has another type"),
    };

    private static RegoValue ToNumber(RegoValue value) => value switch
    {
        RegoNull => RegoNumber.Of(0),
        RegoBool flag => RegoNumber.Of(flag.IsFalse ? 0 : 1),
        RegoNumber => value,
        RegoString { Value: var text } when text.TrimStart('+', '-').ToLowerInvariant() is "inf" or "infinity" or "nan" => Arg.WrongType("to_number: invalid syntax"),
        RegoString text => RegoNumber.Parse(text.Value) ?? (RegoValue)Arg.Fail("to_number: invalid syntax"),
        _ => Arg.WrongType("to_number: operand 1 must be one of {null, boolean, number, string}"),
    };
}
