using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Syntax;

/// <summary>An expression as written, macros apart: those are nodes of their own.</summary>
internal abstract class Expr
{
    /// <summary>Nothing that walks a tree may run out of stack.</summary>
    private const int MostDepth = 500;

    private Expr(int position, params ReadOnlySpan<Expr?> children)
    {
        Position = position;
        var deepest = 0;
        foreach (var child in children)
            deepest = Math.Max(deepest, child?.Depth ?? 0);
        Depth = deepest + 1;
        if (Depth > MostDepth)
            throw new CelSyntaxException($"the expression is nested more than {MostDepth} deep", position);
    }

    public int Position { get; }

    private int Depth { get; }

    public sealed class Literal(CelValue value, int position) : Expr(position)
    {
        public CelValue Value => value;
    }

    /// <param name="isRooted">Written with a dot before it: the container and the variables of macros do not count.</param>
    public sealed class Name(string text, bool isRooted, int position) : Expr(position)
    {
        public string Text => text;

        public bool IsRooted => isRooted;
    }

    public sealed class Select(Expr operand, string name, bool isOptional, int position) : Expr(position, operand)
    {
        public Expr Operand => operand;

        public string Field => name;

        public bool IsOptional => isOptional;
    }

    /// <summary>The macro <c>has</c>.</summary>
    public sealed class Has(Expr operand, string name, int position) : Expr(position, operand)
    {
        public Expr Operand => operand;

        public string Field => name;
    }

    /// <param name="function">A name, or an operator as written (<c>?:</c>, <c>[]</c>, <c>[?]</c> and <c>neg</c> for a minus sign).</param>
    public sealed class Call(string function, Expr? target, Expr[] arguments, int position) : Expr(position, [target, .. arguments])
    {
        public string Function => function;

        public Expr? Target => target;

        public Expr[] Arguments => arguments;
    }

    public sealed class List(Expr[] items, bool[] areOptional, int position) : Expr(position, items)
    {
        public Expr[] Items => items;

        public bool[] AreOptional => areOptional;
    }

    public sealed class Map(Expr[] keys, Expr[] values, bool[] areOptional, int position) : Expr(position, [.. keys, .. values])
    {
        public Expr[] Keys => keys;

        public Expr[] Values => values;

        public bool[] AreOptional => areOptional;
    }

    /// <summary>A message: <c>Type{field: value}</c>.</summary>
    /// <param name="areOptional">Which fields are written <c>?field: value</c>: left out where the value is an empty optional.</param>
    public sealed class Message(string type, string[] fields, Expr[] values, bool[] areOptional, int position) : Expr(position, values)
    {
        public bool[] AreOptional => areOptional;

        public string Type => type;

        public string[] Fields => fields;

        public Expr[] Values => values;
    }

    /// <summary>A macro that goes over a list or a map.</summary>
    /// <param name="variables">One, or two: index or key, and value.</param>
    /// <param name="filter">Only for those macros that have a condition and a result.</param>
    public sealed class Loop(LoopKind kind, Expr range, string[] variables, Expr? filter, Expr body, int position)
        : Expr(position, range, filter, body)
    {
        public LoopKind Kind => kind;

        public Expr Range => range;

        public string[] Variables => variables;

        public Expr? Filter => filter;

        public Expr Body => body;
    }

    /// <summary>A name for a value within an expression: <c>cel.bind</c>.</summary>
    public sealed class Bind(string variable, Expr value, Expr body, int position) : Expr(position, value, body)
    {
        public string Variable => variable;

        public Expr Value => value;

        public Expr Body => body;
    }

    /// <summary><c>optMap</c> and <c>optFlatMap</c>.</summary>
    public sealed class OptionalMap(Expr operand, string variable, Expr body, bool isFlat, int position) : Expr(position, operand, body)
    {
        public Expr Operand => operand;

        public string Variable => variable;

        public Expr Body => body;

        public bool IsFlat => isFlat;
    }
}
