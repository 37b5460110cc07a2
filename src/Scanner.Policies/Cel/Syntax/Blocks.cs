using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Syntax;

/// <summary>
/// <c>cel.block</c>, which optimisers write: a list of expressions that later ones and the body name by their index. The names hold a sign
/// that no name of a user can hold.
/// </summary>
internal static class Blocks
{
    /// <summary>The node, or null when the call is none of these.</summary>
    public static Expr? Expand(string name, Expr[] arguments, int position) => (name, arguments) switch
    {
        ("block", [Expr.List list, var body]) => Block(list, body, position),
        ("index", [Expr.Literal { Value: CelInt index }]) => new Expr.Name($"@index{index}", isRooted: false, position),
        ("iterVar" or "accuVar", [Expr.Literal { Value: CelInt depth }, Expr.Literal { Value: CelInt number }]) =>
            new Expr.Name($"@{name}:{depth}:{number}", isRooted: false, position),
        _ => null,
    };

    private static Expr Block(Expr.List list, Expr body, int position)
    {
        for (var i = list.Items.Length - 1; i >= 0; i--)
            body = new Expr.Bind($"@index{i}", list.Items[i], body, position);
        return body;
    }
}
