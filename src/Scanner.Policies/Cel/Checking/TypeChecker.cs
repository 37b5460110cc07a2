using Scanner.Policies.Cel.Declarations;
using Scanner.Policies.Cel.Functions;
using Scanner.Policies.Cel.Syntax;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Checking;

/// <summary>
/// Finds the type of an expression, or the first place where the API server would refuse it: a name that means nothing, arguments that fit
/// no overload, a list of different types, a constant that is no duration.
/// </summary>
internal sealed class TypeChecker(NameTable names, FunctionTable functions, CelDialect dialect)
{
    private readonly TypeUnifier _types = new();

    /// <summary>The types of the elements of each list and map that is written.</summary>
    private readonly List<List<(CelType Type, int Position)>> _literals = [];

    /// <summary>How many calls of <c>format</c> are around: their arguments may be lists of different types.</summary>
    private int _formats;

    /// <exception cref="CelSyntaxException">The expression has no type.</exception>
    public CelType Check(Expr expr)
    {
        var type = TypeOf(expr, null);
        foreach (var literal in _literals)
            MustBeOfOneType(literal);
        return _types.Resolve(type, areFreeDyn: true);
    }

    /// <summary>The elements of a literal must have one type in Kubernetes, once all types are known: <c>[dyn(1), 1]</c> has two.</summary>
    private void MustBeOfOneType(List<(CelType Type, int Position)> elements)
    {
        foreach (var (type, position) in elements)
        {
            if (Shown(type) != Shown(elements[0].Type))
                throw new CelSyntaxException($"expected type '{Shown(elements[0].Type)}' but found '{Shown(type)}'", position);
        }
    }

    private CelType TypeOf(Expr expr, TypeScope? scope) => expr switch
    {
        Expr.Literal literal => literal.Value.Type,
        Expr.Name name => Name(name, scope),
        Expr.Select select => Qualified(select, scope) ?? Select(select, scope),
        Expr.Has has => Has(has, scope),
        Expr.Call call => Call(call, scope),
        Expr.List list => CelType.ListOf(Joined(list.Items, list.AreOptional, scope)),
        Expr.Map map => CelType.MapOf(Joined(map.Keys, new bool[map.Keys.Length], scope), Joined(map.Values, map.AreOptional, scope)),
        Expr.Loop loop => new LoopTypes(_types).TypeOf(loop, TypeOf(loop.Range, scope), scope, TypeOf),
        Expr.Bind bind => TypeOf(bind.Body, new TypeScope(scope, bind.Variable, TypeOf(bind.Value, scope))),
        Expr.OptionalMap map => OptionalMap(map, scope),
        Expr.Message message => Message(message, scope),
        _ => throw new NotSupportedException(expr.GetType().Name),
    };

    private CelType Message(Expr.Message message, TypeScope? scope)
    {
        var type = names.Message(message.Type)
            ?? throw new CelSyntaxException($"undeclared reference to '{message.Type}': messages are not supported", message.Position);
        for (var i = 0; i < message.Values.Length; i++)
        {
            var value = TypeOf(message.Values[i], scope);
            if (message.AreOptional[i])
                Unwrapped(value, message.Values[i].Position);
        }

        return type;
    }

    private CelType Name(Expr.Name name, TypeScope? scope)
    {
        if (!name.IsRooted && TypeScope.Find(scope, name.Text) is { } local)
            return local;
        return Named(names.Find(name.Text, name.IsRooted)) ?? throw Undeclared(name.Text, name.Position);
    }

    private static CelType? Named(Meaning? meaning) => meaning is null ? null : meaning.IsVariable ? meaning.Type : CelType.TypeOf;

    private CelType? Qualified(Expr expr, TypeScope? scope) =>
        NameTable.Path(expr) is { } path && !IsLocal(path.First, path.IsRooted, scope) ? Named(names.Find(path.Name, path.IsRooted)) : null;

    private static bool IsLocal(string name, bool isRooted, TypeScope? scope) => !isRooted && TypeScope.Find(scope, name) is not null;

    private CelType Select(Expr.Select select, TypeScope? scope)
    {
        var operand = _types.Shallow(TypeOf(select.Operand, scope));
        var isOptional = operand.Kind == CelKind.Optional;
        var field = Field(isOptional ? _types.Shallow(operand.Parameters[0]) : operand, select.Field, select.Position);
        return isOptional || select.IsOptional ? CelType.OptionalOf(field) : field;
    }

    private CelType Has(Expr.Has has, TypeScope? scope)
    {
        var operand = _types.Shallow(TypeOf(has.Operand, scope));
        Field(operand.Kind == CelKind.Optional ? _types.Shallow(operand.Parameters[0]) : operand, has.Field, has.Position);
        return CelType.Bool;
    }

    private static CelType Field(CelType operand, string name, int position)
    {
        if (operand.FieldsOf is { } fields)
            return fields.TryGetValue(name, out var field) ? field : throw new CelSyntaxException($"undefined field '{name}'", position);
        return operand.Kind switch
        {
            CelKind.Map => operand.Parameters[1],
            null => CelType.Dyn,
            _ => throw new CelSyntaxException($"type '{operand}' does not support field selection", position),
        };
    }

    /// <summary>One type for all elements: the most general of types that fit each other, else <c>dyn</c>.</summary>
    private CelType Joined(Expr[] items, bool[] areOptional, TypeScope? scope)
    {
        CelType? joined = null;
        var types = new List<(CelType Type, int Position)>();
        for (var i = 0; i < items.Length; i++)
        {
            var type = TypeOf(items[i], scope);
            if (areOptional[i])
                type = Unwrapped(type, items[i].Position);
            if (joined is null)
                joined = type;
            else if (_types.TryAssign(joined, type))
                joined = TypeUnifier.MostGeneral(joined, type);
            else
                joined = CelType.Dyn;
            types.Add((type, items[i].Position));
        }

        if (dialect.IsKubernetes && _formats == 0)
            _literals.Add(types);

        return joined ?? _types.Fresh();
    }

    private CelType Unwrapped(CelType type, int position)
    {
        var inner = _types.Fresh();
        return _types.TryAssign(CelType.OptionalOf(inner), type)
            ? inner
            : throw new CelSyntaxException($"expected type 'optional_type' but found '{Shown(type)}'", position);
    }

    private CelType OptionalMap(Expr.OptionalMap map, TypeScope? scope)
    {
        var value = Unwrapped(TypeOf(map.Operand, scope), map.Operand.Position);
        var body = TypeOf(map.Body, new TypeScope(scope, map.Variable, value));
        return CelType.OptionalOf(map.IsFlat ? Unwrapped(body, map.Body.Position) : body);
    }

    private CelType Call(Expr.Call call, TypeScope? scope)
    {
        if (call.Target is { } target)
        {
            if (NameTable.Path(target) is { } path && !IsLocal(path.First, path.IsRooted, scope)
                && Function($"{path.Name}.{call.Function}", path.IsRooted) is { } qualified)
            {
                return Resolve(call, qualified, call.Arguments, scope);
            }

            return functions.Find(call.Function, isMember: true) is { Length: > 0 } members
                ? Resolve(call, members, [target, .. call.Arguments], scope)
                : throw Undeclared(call.Function, call.Position);
        }

        if (call.Function is "&&" or "||")
            return Logical(call, scope);
        var overloads = functions.Operator(call.Function) ?? Function(call.Function, isRooted: false);
        return overloads is null ? throw Undeclared(call.Function, call.Position) : Resolve(call, overloads, call.Arguments, scope);
    }

    private Overload[]? Function(string name, bool isRooted) =>
        names.Candidates(name, isRooted).Select(c => functions.Find(c, isMember: false)).FirstOrDefault(o => o.Length > 0);

    private CelType Logical(Expr.Call call, TypeScope? scope)
    {
        foreach (var operand in call.Arguments)
        {
            var type = TypeOf(operand, scope);
            if (!_types.TryAssign(CelType.Bool, type))
                throw new CelSyntaxException($"expected type 'bool' but found '{Shown(type)}'", operand.Position);
        }

        return CelType.Bool;
    }

    private CelType Resolve(Expr.Call call, Overload[] overloads, Expr[] arguments, TypeScope? scope)
    {
        var isFormat = call.Function == "format" ? 1 : 0;
        _formats += isFormat;
        var given = Array.ConvertAll(arguments, a => TypeOf(a, scope));
        _formats -= isFormat;
        CelType? result = null;
        foreach (var overload in overloads.Where(o => o.Parameters.Length == given.Length))
        {
            var instance = _types.Instance();
            if (!_types.TryAssign(Array.ConvertAll(overload.Parameters, p => instance(p)), given))
                continue;
            var type = _types.Resolve(instance(overload.Result), areFreeDyn: false);
            result = result is null || result.ToString() == type.ToString() ? type : CelType.Dyn;
        }

        if (result is null)
            throw new CelSyntaxException($"found no matching overload for '{call.Function}' applied to '({Shown(given)})'", call.Position);
        ConstantChecks.Check(call, arguments, dialect);
        return result;
    }

    private string Shown(CelType[] types) => string.Join(", ", types.Select(Shown));

    private string Shown(CelType type) => _types.Resolve(type, areFreeDyn: true).ToString();

    private static CelSyntaxException Undeclared(string name, int position) => new($"undeclared reference to '{name}' (in container '')", position);
}
