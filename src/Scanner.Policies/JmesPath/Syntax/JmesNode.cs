using System.Collections.Immutable;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.JmesPath.Syntax;

/// <summary>A part of an expression.</summary>
internal abstract record JmesNode
{
    private JmesNode()
    {
    }

    /// <summary><c>@</c>, and what a projection starts with.</summary>
    public sealed record Current : JmesNode;

    public sealed record Field(CelString Name) : JmesNode;

    public sealed record Literal(CelValue Value) : JmesNode;

    public sealed record Index(long Position) : JmesNode;

    public sealed record Slice(long? Start, long? Stop, long? Step) : JmesNode;

    /// <summary>The right part of what the left part gives: <c>a.b</c>, <c>a[0]</c>.</summary>
    public sealed record Chain(JmesNode Left, JmesNode Right) : JmesNode;

    public sealed record Pipe(JmesNode Left, JmesNode Right) : JmesNode;

    /// <summary>The right part of each element.</summary>
    /// <param name="Condition">Null for <c>[*]</c>, the condition of <c>[?…]</c>.</param>
    public sealed record ListProjection(JmesNode Left, JmesNode Right, JmesNode? Condition) : JmesNode;

    /// <summary>The right part of each value of an object.</summary>
    public sealed record ValueProjection(JmesNode Left, JmesNode Right) : JmesNode;

    public sealed record Flatten(JmesNode Left) : JmesNode;

    public sealed record Comparison(string Operator, JmesNode Left, JmesNode Right) : JmesNode;

    public sealed record Either(JmesNode Left, JmesNode Right) : JmesNode;

    public sealed record Both(JmesNode Left, JmesNode Right) : JmesNode;

    public sealed record Not(JmesNode Operand) : JmesNode;

    public sealed record NewList(ImmutableArray<JmesNode> Items) : JmesNode;

    public sealed record NewObject(ImmutableArray<(CelString Key, JmesNode Value)> Entries) : JmesNode;

    public sealed record Call(string Function, ImmutableArray<JmesNode> Arguments) : JmesNode;

    /// <summary><c>&amp;expression</c>: an expression as an argument.</summary>
    public sealed record Reference(JmesNode Body) : JmesNode;
}
