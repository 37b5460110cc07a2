using Scanner.Policies.Rego.Evaluation;

namespace Scanner.Policies.Rego.Builtins;

/// <summary>All functions of the language.</summary>
internal static class BuiltinTable
{
    private static readonly Dictionary<string, Callee> s_callees = Build();

    public static Callee? Find(string name) => s_callees.GetValueOrDefault(name);

    /// <summary>Whether it is a function of OPA that is not here, so that its value is never known.</summary>
    public static bool IsOutside(string name) => Find(name) is Builtin { IsOutside: true };

    private static Dictionary<string, Callee> Build()
    {
        var list = new BuiltinList();
        Comparisons.AddTo(list);
        ArithmeticFunctions.AddTo(list);
        BitFunctions.AddTo(list);
        AggregateFunctions.AddTo(list);
        ArrayFunctions.AddTo(list);
        SetFunctions.AddTo(list);
        ObjectFunctions.AddTo(list);
        JsonFunctions.AddTo(list);
        StringFunctions.AddTo(list);
        TrimFunctions.AddTo(list);
        RegexFunctions.AddTo(list);
        GlobFunctions.AddTo(list);
        TypeFunctions.AddTo(list);
        UnitFunctions.AddTo(list);
        EncodingFunctions.AddTo(list);
        HashFunctions.AddTo(list);
        SemverFunctions.AddTo(list);
        TimeFunctions.AddTo(list);
        NetworkFunctions.AddTo(list);
        GraphFunctions.AddTo(list);
        OutsideFunctions.AddTo(list);
        return list.Callees;
    }
}
