using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Builtins;

/// <summary>Functions that go over a whole value.</summary>
internal static class GraphFunctions
{
    public static void AddTo(BuiltinList list)
    {
        list.AddRelation("walk", 1, a => Walk([], a[0]));
        list.Add("graph.reachable", "oc", a => Reachable((RegoObject)a[0], Arg.Items(a[1])));
        list.Add("graph.reachable_paths", "oc", a => Paths((RegoObject)a[0], Arg.Items(a[1])));
    }

    /// <summary>Every value within, with the path to it, itself first.</summary>
    private static IEnumerable<RegoValue> Walk(RegoValue[] path, RegoValue value)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        yield return new RegoArray([new RegoArray(path), value]);
        if (value is RegoUnknown)
        {
            yield return value;
            yield break;
        }

        var members = new Members(value);
        for (var i = 0; i < members.Count; i++)
        {
            var (key, inner) = members[i];
            foreach (var found in Walk([.. path, key], inner))
                yield return found;
        }

        if (members.Rest is { } rest)
            yield return rest;
    }

    private static RegoSet Reachable(RegoObject graph, ReadOnlySpan<RegoValue> start)
    {
        var found = new HashSet<RegoValue>();
        var open = new Queue<RegoValue>(start.ToArray());
        while (open.TryDequeue(out var node))
        {
            if (graph.Find(node) is not { } edges || !found.Add(node))
                continue;
            foreach (var next in Arg.Items(edges))
                open.Enqueue(next);
        }

        return RegoSet.Of([.. found]);
    }

    private static RegoSet Paths(RegoObject graph, ReadOnlySpan<RegoValue> start)
    {
        var found = new List<RegoValue>();
        foreach (var node in start)
        {
            if (graph.Find(node) is not { } edges)
                continue;
            if (Arg.Items(edges).IsEmpty)
                found.Add(new RegoArray([node]));
            foreach (var neighbour in Arg.Items(edges))
                AddPaths(graph, neighbour, [node], found, [node]);
        }

        return RegoSet.Of([.. found]);
    }

    /// <summary>As in OPA, a path also ends before a node that another path has left already.</summary>
    private static void AddPaths(RegoObject graph, RegoValue node, RegoValue[] before, List<RegoValue> found, HashSet<RegoValue> left)
    {
        const int most = 10_000;
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        if (found.Count > most)
            throw new RegoEvaluationException(RegoEvaluationException.Limit, "too many paths through a graph");
        var edges = graph.Find(node);
        var path = edges is null ? before : [.. before, node];
        var next = edges is null ? [] : Arg.Items(edges).ToArray();
        if (next.Length == 0)
            found.Add(new RegoArray(path));
        foreach (var neighbour in next)
        {
            if (left.Contains(neighbour))
            {
                found.Add(new RegoArray(path));
                continue;
            }

            left.Add(node);
            AddPaths(graph, neighbour, path, found, left);
        }
    }
}
