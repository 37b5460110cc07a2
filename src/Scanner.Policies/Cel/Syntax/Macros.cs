namespace Scanner.Policies.Cel.Syntax;

/// <summary>Calls that are no functions: the parser turns them into nodes of their own.</summary>
internal static class Macros
{
    /// <summary>The node, or null when the call is none of a macro.</summary>
    public static Expr? Expand(string name, Expr? target, Expr[] arguments, CelDialect dialect, int position) => (target, name, arguments.Length) switch
    {
        (null, "has", 1) => Has(arguments[0], position),
        (Expr.Name { Text: "cel", IsRooted: false }, "bind", 3) when dialect.HasBind =>
            new Expr.Bind(Variable(arguments[0]), arguments[1], arguments[2], position),
        (Expr.Name { Text: "cel", IsRooted: false }, _, _) when dialect.HasBind => Blocks.Expand(name, arguments, position),
        (null, _, _) => null,
        (_, "optMap", 2) when dialect.HasOptionals => new Expr.OptionalMap(target, Variable(arguments[0]), arguments[1], isFlat: false, position),
        (_, "optFlatMap", 2) when dialect.HasOptionals => new Expr.OptionalMap(target, Variable(arguments[0]), arguments[1], isFlat: true, position),
        (_, "sortBy", 2) when dialect.HasListExtensions => Loop(LoopKind.SortBy, target, arguments, variables: 1, position),
        _ => Simple(name, target, arguments, position) ?? (dialect.HasTwoVariables ? TwoVariables(name, target, arguments, position) : null),
    };

    private static Expr.Loop? Simple(string name, Expr target, Expr[] arguments, int position) => (name, arguments.Length) switch
    {
        ("all", 2) => Loop(LoopKind.All, target, arguments, 1, position),
        ("exists", 2) => Loop(LoopKind.Exists, target, arguments, 1, position),
        ("exists_one", 2) => Loop(LoopKind.ExistsOne, target, arguments, 1, position),
        ("filter", 2) => Loop(LoopKind.Filter, target, arguments, 1, position),
        ("map", 2 or 3) => Loop(LoopKind.Map, target, arguments, 1, position),
        _ => null,
    };

    private static Expr.Loop? TwoVariables(string name, Expr target, Expr[] arguments, int position) => (name, arguments.Length) switch
    {
        ("all", 3) => Loop(LoopKind.All, target, arguments, 2, position),
        ("exists", 3) => Loop(LoopKind.Exists, target, arguments, 2, position),
        ("existsOne" or "exists_one", 3) => Loop(LoopKind.ExistsOne, target, arguments, 2, position),
        ("transformList", 3 or 4) => Loop(LoopKind.Map, target, arguments, 2, position),
        ("transformMap", 3 or 4) => Loop(LoopKind.TransformMap, target, arguments, 2, position),
        ("transformMapEntry", 3 or 4) => Loop(LoopKind.TransformMapEntry, target, arguments, 2, position),
        _ => null,
    };

    private static Expr.Loop Loop(LoopKind kind, Expr range, Expr[] arguments, int variables, int position)
    {
        var names = arguments.Take(variables).Select(Variable).ToArray();
        if (names.Length == 2 && names[0] == names[1])
            throw new CelSyntaxException("the two variables of a macro have one name", arguments[1].Position);
        var filter = arguments.Length - variables == 2 ? arguments[variables] : null;
        return new Expr.Loop(kind, range, names, filter, arguments[^1], position);
    }

    private static Expr.Has Has(Expr argument, int position) => argument is Expr.Select { IsOptional: false } select
        ? new Expr.Has(select.Operand, select.Field, position)
        : throw new CelSyntaxException("invalid argument to has() macro: a field must be selected", position);

    private static string Variable(Expr argument) => argument is Expr.Name { IsRooted: false } name
        ? name.Text
        : throw new CelSyntaxException("argument must be a simple name", argument.Position);
}
