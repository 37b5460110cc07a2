using Scanner.Policies.Cel.Functions;
using Scanner.Policies.Cel.Libraries;
using Scanner.Policies.Cel.Syntax;

namespace Scanner.Policies.Cel.Declarations;

/// <summary>The functions and operators of a dialect by name.</summary>
internal sealed class FunctionTable(CelDialect dialect)
{
    private readonly Dictionary<string, Overload[]> _functions = Fill(dialect);

    private readonly Dictionary<string, Overload[]> _operators = OperatorTypes.Of(dialect);

    /// <summary>Whether <c>orValue</c> takes a value that is no optional as it is. Source: Kyverno's pkg/cel/compiler/env.go.</summary>
    public bool TakesAnyForOptional => dialect.IsKyverno;

    /// <summary>The signatures of an operator; null for a name that is none.</summary>
    public Overload[]? Operator(string name) => _operators.GetValueOrDefault(name);

    public Overload[] Find(string name, bool isMember) =>
        _functions.TryGetValue(name, out var all) ? Array.FindAll(all, o => o.IsMember == isMember) : [];

    private static Dictionary<string, Overload[]> Fill(CelDialect dialect)
    {
        var list = new FunctionList();
        CoreFunctions.AddTo(list);
        ConversionFunctions.AddTo(list);
        TimeFunctions.AddTo(list, dialect);
        RegexFunctions.AddTo(list);
        UrlFunctions.AddTo(list);
        SearchFunctions.AddTo(list);
        StringFunctions.AddTo(list, dialect);
        foreach (var (since, add) in Libraries)
        {
            if (dialect.Minor >= since)
                add(list);
        }

        if (dialect.IsKyverno)
            KyvernoFunctions.AddTo(list);
        return list.Build();
    }

    /// <summary>The minor version of Kubernetes in which the base environment of the API server first had the library.</summary>
    private static (int Since, Action<FunctionList> Add)[] Libraries { get; } =
    [
        (27, AuthorizerFunctions.AddTo),
        (28, OptionalFunctions.AddTo),
        (28, QuantityFunctions.AddTo),
        (29, SetFunctions.AddTo),
        (30, IpFunctions.AddTo),
        (30, CidrFunctions.AddTo),
        (31, FormatFunctions.AddTo),
        (31, AuthorizerFunctions.AddSelectorsTo),
        (32, PatchFunctions.AddTo),
        (33, SemverFunctions.AddTo),
        (34, ListFunctions.AddTo),
        (CelDialect.Never, MathFunctions.AddTo),
        (CelDialect.Never, EncoderFunctions.AddTo),
    ];
}
