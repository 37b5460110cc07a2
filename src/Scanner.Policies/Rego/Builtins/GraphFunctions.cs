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
        const int most = 100_000;
        var found = new List<RegoValue>();
        var open = new Stack<RegoValue[]>(start.ToArray().Where(s => graph.Find(s) is not null).Select(s => (RegoValue[])[s]));
        for (var steps = 0; open.TryPop(out var path); steps++)
        {
            if (steps > most)
                throw new RegoEvaluationException(RegoEvaluationException.Limit, "too many paths through a graph");
            var edges = Arg.Items(graph.Find(path[^1]) ?? RegoArray.Empty).ToArray();
            var further = edges.Where(e => graph.Find(e) is not null && Array.IndexOf(path, e) < 0).ToArray();
            if (further.Length == 0 || further.Length < edges.Length)
                found.Add(new RegoArray(path));
            foreach (var next in further)
                open.Push([.. path, next]);
        }

        return RegoSet.Of([.. found]);
    }
}
