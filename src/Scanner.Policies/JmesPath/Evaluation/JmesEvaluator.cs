using System.Collections.Immutable;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.JmesPath.Functions;
using Scanner.Policies.JmesPath.Syntax;
using Scanner.Policies.JmesPath.Values;

namespace Scanner.Policies.JmesPath.Evaluation;

/// <summary>
/// Goes over the tree of an expression. Where a part is unknown the whole is, but for operators that another part decides. Source:
/// interpreter.go of Kyverno's go-jmespath.
/// </summary>
internal sealed class JmesEvaluator(JmesFunctions functions, long steps) : IJmesCaller
{
    private long _steps = steps;

    /// <exception cref="JmesLimitException">The evaluation takes more steps than it may.</exception>
    public CelValue Run(JmesNode node, CelValue value)
    {
        Spend(1);
        return node switch
        {
            JmesNode.Current => value,
            JmesNode.Field field => Field(value, field.Name),
            JmesNode.Literal literal => literal.Value,
            JmesNode.Index index => At(value, index.Position),
            JmesNode.Slice slice => value is CelList list ? Slices.Of(list, slice) : NullOrUnknown(value),
            JmesNode.Chain chain => Run(chain.Left, value) is var left && left.IsFailure ? left : Run(chain.Right, left),
            JmesNode.Pipe pipe => UnknownKey.OrNull(Run(pipe.Left, value)) is var left && left.IsFailure ? left : UnknownKey.OrNull(Run(pipe.Right, left)),
            JmesNode.ListProjection projection => Project(projection, value),
            JmesNode.ValueProjection projection => Project(projection, value),
            JmesNode.Flatten flatten => Flatten(Run(flatten.Left, value)),
            JmesNode.Comparison comparison => Compare(comparison, value),
            JmesNode.Either either => Either(either, value),
            JmesNode.Both both => Both(both, value),
            JmesNode.Not not => UnknownKey.OrNull(Run(not.Operand, value)) is var operand && operand.IsFailure ? operand : CelBool.Of(IsFalse(operand)),
            JmesNode.NewList list => value.Kind == CelKind.Null ? value : NewList(list.Items, value),
            JmesNode.NewObject made => value.Kind == CelKind.Null ? value : NewObject(made, value),
            JmesNode.Call call => Call(call, value),
            JmesNode.Reference reference => new JmesReference(reference.Body),
            _ => throw new NotSupportedException(node.GetType().Name),
        };
    }

    /// <exception cref="JmesLimitException">The evaluation takes more steps than it may.</exception>
    public void Spend(long steps)
    {
        _steps -= steps;
        if (_steps < 0)
            throw new JmesLimitException();
    }

    CelValue IJmesCaller.Run(JmesReference reference, CelValue value) => Run(reference.Body, value);

    /// <summary>False, null, and whatever is empty.</summary>
    private static bool IsFalse(CelValue value) => value switch
    {
        CelString text => text.Value.Length == 0,
        CelList list => list.Count == 0,
        CelMap map => map.Count == 0,
        _ => value.IsFalse || value.Kind == CelKind.Null,
    };

    private static CelValue NullOrUnknown(CelValue value) => value is CelUnknown ? value : CelNull.Value;

    private static CelValue Field(CelValue value, CelString name) => value switch
    {
        CelMap map => map.Find(name) ?? (CelValue?)map.Missing ?? new UnknownKey(name.Value),
        _ => NullOrUnknown(value),
    };

    private static CelValue At(CelValue value, long position)
    {
        if (value is not CelList list)
            return NullOrUnknown(value);
        var index = position < 0 ? position + list.Count : position;
        return index >= 0 && index < list.Count ? list[(int)index] : CelNull.Value;
    }

    private CelValue Project(JmesNode.ListProjection projection, CelValue value)
    {
        var left = UnknownKey.OrNull(Run(projection.Left, value));
        // go-jmespath takes every error on the left of a filter for null.
        if (left is not CelList list)
            return left is CelUnknown || (left.IsFailure && projection.Condition is null) ? left : CelNull.Value;
        return Project(list.Items.ToArray(), projection.Right, projection.Condition);
    }

    private CelValue Project(JmesNode.ValueProjection projection, CelValue value)
    {
        var left = Run(projection.Left, value);
        if (left is not CelMap map)
            return NullOrUnknown(left);
        return map.Missing is { } missing ? missing : Project([.. map.Keys.Select(k => map.Find(k)!)], projection.Right, null);
    }

    private CelValue Project(CelValue[] elements, JmesNode right, JmesNode? condition)
    {
        var collected = new List<CelValue>();
        foreach (var element in elements)
        {
            if (condition is not null)
            {
                var isMeant = UnknownKey.OrNull(Run(condition, element));
                if (isMeant.IsFailure)
                    return isMeant;
                if (IsFalse(isMeant))
                    continue;
            }

            var item = UnknownKey.OrNull(Run(right, element));
            if (item.IsFailure)
                return item;
            if (item.Kind != CelKind.Null)
                collected.Add(item);
        }

        return new CelList([.. collected]);
    }

    private CelValue Flatten(CelValue left)
    {
        if (left is not CelList list)
            return NullOrUnknown(left);
        var flat = new List<CelValue>();
        foreach (var item in list.Items)
        {
            if (item is CelList inner)
                flat.AddRange(inner.Items);
            else
                flat.Add(item);
        }

        Spend(flat.Count);
        return new CelList([.. flat]);
    }

    private CelValue Compare(JmesNode.Comparison comparison, CelValue value)
    {
        var left = UnknownKey.OrNull(Run(comparison.Left, value));
        if (left is CelError)
            return left;
        var right = UnknownKey.OrNull(Run(comparison.Right, value));
        if (left.IsFailure || right.IsFailure)
            return CelUnknown.Worse(left, right);
        Spend(Cost.SizeOf(left) + Cost.SizeOf(right));
        if (comparison.Operator is "==" or "!=")
            return CelBool.Of(Equality.AreEqual(left, right) == (comparison.Operator == "=="));
        if (!Equality.IsNumber(left) || !Equality.IsNumber(right) || Equality.Compare(left, right) is not { } order)
            return CelNull.Value;
        return CelBool.Of(comparison.Operator switch { "<" => order < 0, "<=" => order <= 0, ">" => order > 0, _ => order >= 0 });
    }

    private CelValue Either(JmesNode.Either either, CelValue value)
    {
        var left = UnknownKey.OrNull(Run(either.Left, value));
        return left.IsFailure || !IsFalse(left) ? left : UnknownKey.OrNull(Run(either.Right, value));
    }

    private CelValue Both(JmesNode.Both both, CelValue value)
    {
        var left = UnknownKey.OrNull(Run(both.Left, value));
        return left.IsFailure || IsFalse(left) ? left : Run(both.Right, value);
    }

    private CelValue NewList(ImmutableArray<JmesNode> items, CelValue value)
    {
        var made = new CelValue[items.Length];
        CelValue failure = CelNull.Value;
        for (var i = 0; i < made.Length; i++)
        {
            made[i] = UnknownKey.OrNull(Run(items[i], value));
            if (made[i].IsFailure)
                failure = CelUnknown.Worse(failure, made[i]);
        }

        return failure.IsFailure ? failure : new CelList(made);
    }

    private CelValue NewObject(JmesNode.NewObject node, CelValue value)
    {
        var values = NewList([.. node.Entries.Select(e => e.Value)], value);
        if (values is not CelList list)
            return values;
        var table = new Dictionary<CelValue, CelValue>();
        for (var i = 0; i < list.Count; i++)
            table[node.Entries[i].Key] = list[i];
        return new CelTable(table);
    }

    private CelValue Call(JmesNode.Call call, CelValue value)
    {
        var arguments = NewList(call.Arguments, value);
        return arguments is CelList list ? functions.Call(call.Function, list.Items.ToArray(), this) : arguments;
    }
}
