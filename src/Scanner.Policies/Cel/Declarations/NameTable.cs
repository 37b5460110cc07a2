using Scanner.Policies.Cel.Functions;
using Scanner.Policies.Cel.Syntax;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Declarations;

/// <summary>What a name without a macro's variable behind it may mean: a variable, a type, or a function whose name has dots.</summary>
/// <param name="container">Names are looked for in it and in what is around it first: <c>a.b</c> for <c>a.b.x</c>, <c>a.x</c>,
/// <c>x</c>.</param>
/// <param name="hasPatches">Whether there are the messages by which a mutating policy says what becomes of an object.</param>
internal sealed class NameTable(IReadOnlyList<(string Name, CelType Type)> variables, string container, CelDialect dialect, bool hasPatches)
{
    private const string Object = "Object";
    private const string Patch = "JSONPatch";

    private readonly Dictionary<string, Meaning> _meanings = Fill(variables, dialect);

    /// <summary>The names under which a name is looked for, in order.</summary>
    public IEnumerable<string> Candidates(string name, bool isRooted)
    {
        for (var at = isRooted ? "" : container; at.Length > 0; at = at.Contains('.', StringComparison.Ordinal) ? at[..at.LastIndexOf('.')] : "")
            yield return $"{at}.{name}";
        yield return name;
    }

    /// <summary>Null when the name means nothing.</summary>
    public Meaning? Find(string name, bool isRooted) =>
        Candidates(name, isRooted).Select(c => _meanings.GetValueOrDefault(c)).FirstOrDefault(m => m is not null);

    /// <summary>The type of a message; null where there is no such message. Each field of an object has a message of its own.</summary>
    public CelType? Message(string name) =>
        hasPatches && (name is Object or Patch || name.StartsWith(Object + ".", StringComparison.Ordinal)) ? CelType.OpaqueOf(name) : null;

    /// <summary>Names with dots between them, as <c>a.b.c</c>; null for anything else.</summary>
    public static (string Name, bool IsRooted, string First)? Path(Expr expr) => expr switch
    {
        Expr.Name name => (name.Text, name.IsRooted, name.Text),
        Expr.Select { IsOptional: false } select when Path(select.Operand) is { } outer => ($"{outer.Name}.{select.Field}", outer.IsRooted, outer.First),
        _ => null,
    };

    private static Dictionary<string, Meaning> Fill(IReadOnlyList<(string Name, CelType Type)> variables, CelDialect dialect)
    {
        var meanings = Types(dialect).ToDictionary(t => t.Name, t => new Meaning(t.Name, -1, t));
        for (var slot = 0; slot < variables.Count; slot++)
            meanings[variables[slot].Name] = new Meaning(variables[slot].Name, slot, variables[slot].Type);
        return meanings;
    }

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
