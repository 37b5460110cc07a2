using Scanner.Policies.Cel.Functions;
using Scanner.Policies.Cel.Syntax;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Evaluation;

/// <summary>The macros that collect something of every element: a failure at one element is the failure of all.</summary>
/// <param name="filter">Null where every element counts.</param>
internal sealed class CollectNode(LoopKind kind, Node range, LoopVariables variables, Node? filter, Node body) : Node
{
    public override CelValue Run(Frame frame)
    {
        frame.Charge(1);
        var over = range.Run(frame);
        var (elements, failed) = LoopVariables.Over(over);
        if (failed is not null)
            return failed;
        var kept = new List<CelValue>();
        var results = new List<CelValue>();
        foreach (var element in elements)
        {
            variables.Set(frame, element, over.Kind == CelKind.Map);
            if (Filter(frame) is { } failure)
            {
                if (failure.IsFailure)
                    return failure;
                continue;
            }

            var result = body.Run(frame);
            if (result.IsFailure)
                return result;
            kept.Add(kind is LoopKind.TransformMap || over.Kind == CelKind.Map ? element.Key : element.Value);
            results.Add(result);
        }

        return Finish(kept, results);
    }

    /// <summary>Null when the element counts, false when it does not.</summary>
    private CelValue? Filter(Frame frame)
    {
        if (filter is null)
            return null;
        var value = filter.Run(frame);
        if (value.IsTrue)
            return null;
        return value.IsFailure || value.IsFalse ? value : CelError.NoSuchOverload;
    }

    private CelValue Finish(List<CelValue> elements, List<CelValue> results)
    {
        switch (kind)
        {
            case LoopKind.Filter or LoopKind.ExistsOne:
                return Chosen(elements, results);
            case LoopKind.TransformMap:
                return new CelTable(new Dictionary<CelValue, CelValue>(elements.Zip(results, KeyValuePair.Create)));
            case LoopKind.TransformMapEntry:
                return Merged(results);
            case LoopKind.SortBy:
                return ListFunctions.Sort(new CelList([.. elements]), new CelList([.. results]));
            default:
                return new CelList([.. results]);
        }
    }

    private CelValue Chosen(List<CelValue> elements, List<CelValue> results)
    {
        if (results.Exists(r => r.Kind != CelKind.Bool))
            return CelError.NoSuchOverload;
        return kind == LoopKind.ExistsOne
            ? CelBool.Of(results.Count(r => r.IsTrue) == 1)
            : new CelList([.. elements.Where((_, i) => results[i].IsTrue)]);
    }

    private static CelValue Merged(List<CelValue> maps)
    {
        var table = new Dictionary<CelValue, CelValue>();
        foreach (var value in maps)
        {
            if (value is not CelMap map)
                return CelError.NoSuchOverload;
            foreach (var key in map.Keys)
            {
                if (MapNode.Add(table, key, map.Find(key)!) is { } error)
                    return error;
            }
        }

        return new CelTable(table);
    }
}
