using Scanner.Policies.Cel.Syntax;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Checking;

/// <summary>The types of the macros that go over a list or a map.</summary>
internal sealed class LoopTypes(TypeUnifier types)
{
    public CelType TypeOf(Expr.Loop loop, CelType range, TypeScope? scope, Func<Expr, TypeScope?, CelType> typeOf)
    {
        var (key, value) = Elements(types.Shallow(range), loop);
        var element = range.Kind == CelKind.Map ? key : value;
        var inner = loop.Variables.Length == 2
            ? new TypeScope(new TypeScope(scope, loop.Variables[0], key), loop.Variables[1], value)
            : new TypeScope(scope, loop.Variables[0], element);
        if (loop.Filter is { } filter)
            MustBeBool(typeOf(filter, inner), filter);
        var body = typeOf(loop.Body, inner);
        if (loop.Kind is LoopKind.All or LoopKind.Exists or LoopKind.ExistsOne or LoopKind.Filter)
            MustBeBool(body, loop.Body);
        return loop.Kind switch
        {
            LoopKind.Filter or LoopKind.SortBy => CelType.ListOf(element),
            LoopKind.Map => CelType.ListOf(body),
            LoopKind.TransformMap => CelType.MapOf(key, body),
            LoopKind.TransformMapEntry => Entries(body, loop),
            _ => CelType.Bool,
        };
    }

    private static (CelType Key, CelType Value) Elements(CelType range, Expr.Loop loop) => range.Kind switch
    {
        CelKind.List => (CelType.Int, range.Parameters[0]),
        CelKind.Map => (range.Parameters[0], range.Parameters[1]),
        null => (CelType.Dyn, CelType.Dyn),
        _ => throw new CelSyntaxException(
            $"expression of type '{range}' cannot be range of a comprehension (must be list, map, or dynamic)", loop.Range.Position),
    };

    private void MustBeBool(CelType type, Expr expr)
    {
        if (!types.TryAssign(CelType.Bool, type))
            throw new CelSyntaxException($"expected type 'bool' but found '{types.Resolve(type, areFreeDyn: true)}'", expr.Position);
    }

    private CelType Entries(CelType body, Expr.Loop loop)
    {
        var map = CelType.MapOf(types.Fresh(), types.Fresh());
        return types.TryAssign(map, body)
            ? map
            : throw new CelSyntaxException($"expected type 'map' but found '{types.Resolve(body, areFreeDyn: true)}'", loop.Body.Position);
    }
}
