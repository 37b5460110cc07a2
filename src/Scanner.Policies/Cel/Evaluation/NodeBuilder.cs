using Scanner.Policies.Cel.Declarations;
using Scanner.Policies.Cel.Functions;
using Scanner.Policies.Cel.Patterns;
using Scanner.Policies.Cel.Syntax;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Evaluation;

/// <summary>Turns an expression into nodes.</summary>
internal sealed class NodeBuilder(NameTable names, FunctionTable functions, bool isChecked, bool isLenient)
{
    /// <summary>How many variables of macros there are at most at one time.</summary>
    public int Locals { get; private set; }

    private const long PatternCost = 1_000;

    private int _depth;

    /// <exception cref="CelSyntaxException">A name means nothing.</exception>
    public Node Build(Expr expr) => Build(expr, null);

    private Node Build(Expr expr, Scope? scope) => expr switch
    {
        Expr.Literal literal => new ConstantNode(literal.Value),
        Expr.Name name => Name(name, scope),
        Expr.Select select => Qualified(select, scope) ?? new SelectNode(Build(select.Operand, scope), select.Field, select.IsOptional),
        Expr.Has has => new HasNode(Build(has.Operand, scope), has.Field),
        Expr.Call call => Call(call, scope),
        Expr.List list => new ListNode(BuildAll(list.Items, scope), list.AreOptional),
        Expr.Map map => new MapNode(BuildAll(map.Keys, scope), BuildAll(map.Values, scope), map.AreOptional, isLenient),
        Expr.Loop loop => Loop(loop, scope),
        Expr.Bind bind => Within(scope, [bind.Variable], (inner, slot) => new BindNode(slot, Build(bind.Value, scope), Build(bind.Body, inner))),
        Expr.OptionalMap map => Within(scope, [map.Variable], (inner, slot) =>
            new OptionalMapNode(Build(map.Operand, scope), slot, Build(map.Body, inner), map.IsFlat)),
        Expr.Message message => Message(message, scope),
        _ => throw new NotSupportedException(expr.GetType().Name),
    };

    /// <summary>A message is a map of its fields.</summary>
    private MapNode Message(Expr.Message message, Scope? scope) => names.Message(message.Type) is null
        ? throw new CelSyntaxException($"undeclared reference to '{message.Type}': messages are not supported", message.Position)
        : new MapNode(Array.ConvertAll(message.Fields, Node (f) => new ConstantNode(new CelString(f))), BuildAll(message.Values, scope), message.AreOptional, isLenient);

    private Node[] BuildAll(Expr[] exprs, Scope? scope) => Array.ConvertAll(exprs, e => Build(e, scope));

    private Node Name(Expr.Name name, Scope? scope)
    {
        if (!name.IsRooted && Scope.Find(scope, name.Text) is >= 0 and var slot)
            return new LocalNode(slot);
        return Named(names.Find(name.Text, name.IsRooted)) ?? Undeclared(name.Text, name.Position);
    }

    /// <summary>A variable or type whose name has dots; a variable of a macro comes before it.</summary>
    private Node? Qualified(Expr.Select select, Scope? scope) =>
        NameTable.Path(select) is { } path && !IsLocal(path.First, path.IsRooted, scope) ? Named(names.Find(path.Name, path.IsRooted)) : null;

    private static Node? Named(Meaning? meaning) => meaning switch
    {
        null => null,
        { IsVariable: true } => new VariableNode(meaning.Name, meaning.Slot),
        _ => new ConstantNode(new CelTypeValue(meaning.Type)),
    };

    private static bool IsLocal(string name, bool isRooted, Scope? scope) => !isRooted && Scope.Find(scope, name) >= 0;

    private Node Call(Expr.Call call, Scope? scope)
    {
        if (call.Target is { } target)
            return Qualified(call, target, scope) ?? Member(call, target, scope);
        switch (call.Function)
        {
            case "&&" or "||":
                return new LogicNode(call.Function == "||", BuildAll(call.Arguments, scope));
            case "?:":
                return new ConditionalNode(Build(call.Arguments[0], scope), Build(call.Arguments[1], scope), Build(call.Arguments[2], scope));
            case "!" or "neg":
                return new UnaryNode(call.Function == "!", Build(call.Arguments[0], scope));
        }

        if (Operators.Find(call.Function) is { } apply)
            return new OperatorNode(apply, Build(call.Arguments[0], scope), Build(call.Arguments[1], scope));
        foreach (var candidate in names.Candidates(call.Function, isRooted: false))
        {
            if (functions.Find(candidate, isMember: false) is { Length: > 0 } overloads)
                return Invoke(candidate, overloads, call.Arguments, scope);
        }

        return Undeclared(call.Function, call.Position);
    }

    /// <summary>A function whose name has dots: <c>math.abs(x)</c>.</summary>
    private Node? Qualified(Expr.Call call, Expr target, Scope? scope)
    {
        if (NameTable.Path(target) is not { } path || IsLocal(path.First, path.IsRooted, scope))
            return null;
        foreach (var candidate in names.Candidates($"{path.Name}.{call.Function}", path.IsRooted))
        {
            if (functions.Find(candidate, isMember: false) is { Length: > 0 } overloads)
                return Invoke(candidate, overloads, call.Arguments, scope);
        }

        return null;
    }

    private Node Member(Expr.Call call, Expr target, Scope? scope)
    {
        if (functions.Find(call.Function, isMember: true) is not { Length: > 0 } overloads)
            return Undeclared(call.Function, call.Position);
        if (call is { Function: "or" or "orValue", Arguments.Length: 1 })
            return new OptionalElseNode(Build(target, scope), Build(call.Arguments[0], scope), call.Function == "orValue", functions.TakesAnyForOptional);
        return Invoke(call.Function, overloads, [target, .. call.Arguments], scope);
    }

    private Node Invoke(string name, Overload[] overloads, Expr[] arguments, Scope? scope)
    {
        if (!Array.Exists(overloads, o => o.Parameters.Length == arguments.Length))
            return Wrong($"found no matching overload for '{name}'", arguments.Length > 0 ? arguments[0].Position : 0);
        if (name == "matches" && arguments[1] is Expr.Literal { Value: CelString pattern })
            return new MatchNode(Build(arguments[0], scope), Re2Pattern.Compile(pattern.Value), pattern.Value.Length);
        // A pattern that is not constant may have to be compiled for each element.
        var isPattern = (name is "matches" or "find" or "findAll") && arguments[1] is not Expr.Literal;
        return new CallNode(name, overloads, BuildAll(arguments, scope), isPattern ? PatternCost : 1);
    }

    private ConstantNode Undeclared(string name, int position) => Wrong($"undeclared reference to '{name}' (in container '')", position);

    private ConstantNode Wrong(string message, int position) =>
        isChecked ? throw new CelSyntaxException(message, position) : new ConstantNode(new CelError(message));

    private Node Loop(Expr.Loop loop, Scope? scope)
    {
        var range = Build(loop.Range, scope);
        return Within(scope, loop.Variables, (inner, slot) =>
        {
            var variables = new LoopVariables(slot, loop.Variables.Length == 2 ? slot + 1 : -1);
            var body = Build(loop.Body, inner);
            return loop.Kind is LoopKind.All or LoopKind.Exists
                ? new QuantifierNode(loop.Kind == LoopKind.Exists, range, variables, body)
                : new CollectNode(loop.Kind, range, variables, loop.Filter is { } filter ? Build(filter, inner) : null, body);
        });
    }

    private Node Within(Scope? scope, string[] variables, Func<Scope, int, Node> build)
    {
        var slot = _depth;
        var inner = scope;
        foreach (var variable in variables)
            inner = new Scope(inner, variable, _depth++);
        Locals = Math.Max(Locals, _depth);
        var node = build(inner!, slot);
        _depth = slot;
        return node;
    }
}
