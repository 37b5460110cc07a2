using Scanner.Policies.Cel.Functions;
using Scanner.Policies.Cel.Syntax;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Evaluation;

/// <summary>What a name without a macro's variable behind it may mean: a variable, a type, or a function whose name has dots.</summary>
/// <param name="container">Names are looked for in it and in what is around it first: <c>a.b</c> for <c>a.b.x</c>, <c>a.x</c>, <c>x</c>.</param>
internal sealed class NameTable(IReadOnlyList<string> variables, string container, CelDialect dialect)
{
    private readonly Dictionary<string, int> _slots = variables.Index().ToDictionary(v => v.Item, v => v.Index);
    private readonly Dictionary<string, CelType> _types = Types(dialect).ToDictionary(t => t.Name);

    /// <summary>The names under which a name is looked for, in order.</summary>
    public IEnumerable<string> Candidates(string name, bool isRooted)
    {
        for (var at = isRooted ? "" : container; at.Length > 0; at = at.Contains('.', StringComparison.Ordinal) ? at[..at.LastIndexOf('.')] : "")
            yield return $"{at}.{name}";
        yield return name;
    }

    /// <summary>The variable or type of a name; null when it means nothing.</summary>
    public Node? Find(string name, bool isRooted)
    {
        foreach (var candidate in Candidates(name, isRooted))
        {
            if (_slots.TryGetValue(candidate, out var slot))
                return new VariableNode(candidate, slot);
            if (_types.TryGetValue(candidate, out var type))
                return new ConstantNode(new CelTypeValue(type));
        }

        return null;
    }

    /// <summary>Names with dots between them, as <c>a.b.c</c>; null for anything else.</summary>
    public static (string Name, bool IsRooted, string First)? Path(Expr expr) => expr switch
    {
        Expr.Name name => (name.Text, name.IsRooted, name.Text),
        Expr.Select { IsOptional: false } select when Path(select.Operand) is { } outer => ($"{outer.Name}.{select.Field}", outer.IsRooted, outer.First),
        _ => null,
    };

    private static IEnumerable<CelType> Types(CelDialect dialect)
    {
        CelType[] standard =
        [
            CelType.Bool, CelType.Int, CelType.Uint, CelType.Double, CelType.String, CelType.Bytes, CelType.List, CelType.Map, CelType.Null,
            CelType.TypeOf, CelType.Timestamp, CelType.Duration,
        ];
        return dialect.HasOptionals
            ? [.. standard, CelType.Optional, OpaqueTypes.Ip, OpaqueTypes.Cidr, OpaqueTypes.Url, OpaqueTypes.Quantity, OpaqueTypes.Semver]
            : standard;
    }
}
