using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Evaluation;

/// <summary>A reference that begins with <c>data</c>: through packages, to rules or to what was given.</summary>
internal sealed class DataStep(ReferenceStep.Element[] path, Pattern? target) : ReferenceStep(Input, path, target)
{
    public override bool Run(Frame frame)
    {
        frame.Charge(1);
        return Descend(frame, frame.Context.Program.Root, frame.Context.Data, 0);
    }

    /// <param name="node">Null where there are no rules any more.</param>
    /// <param name="data">Null where nothing was given.</param>
    private bool Descend(Frame frame, RuleNode? node, RegoValue? data, int index)
    {
        if (node is not null && frame.Context.IsReplaced(node))
            node = null;
        if (node is null)
            return data is not null && Walk(frame, data, index);
        if (node.HasRules || index == Path.Length)
            return frame.Context.Extent(node, data) is { } value && Walk(frame, value, index);
        if (Path[index].Key is { } key)
        {
            var name = key.Value(frame);
            RegoUnknown? unknown = null;
            var inner = data is null ? null : ReferenceStep.Find(data, name, out unknown);
            var child = node.Child(name);
            if (child is null && inner is null && (unknown ?? name as RegoUnknown ?? data as RegoUnknown) is { } why)
                return WalkUnknown(frame, why, index + 1);
            return (child is not null || inner is not null) && Descend(frame, child, inner, index + 1);
        }

        return Iterate(frame, node, data, index);
    }

    private bool Iterate(Frame frame, RuleNode node, RegoValue? data, int index)
    {
        var table = data as RegoObject;
        var keys = node.Children.Where(c => !c.Value.IsFunctionOnly).Select(c => (RegoValue)new RegoString(c.Key));
        if (table is not null)
            keys = keys.Union(table.Keys.ToArray());
        foreach (var key in keys.Order(Ordering.Instance))
        {
            frame.Charge(1);
            var doubt = frame.Doubt;
            var isDone = Path[index].Pattern!.Matches(key, frame) && Descend(frame, node.Child(key), table?.Find(key), index + 1);
            frame.Doubt = doubt;
            if (isDone)
                return true;
        }

        return (data as RegoUnknown ?? table?.Rest) is { } unknown && WalkUnknown(frame, unknown, index);
    }
}
