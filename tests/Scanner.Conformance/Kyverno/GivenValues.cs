using Scanner.Policies.Cel.Values;
using Scanner.Policies.Kyverno.Trees;

namespace Scanner.Conformance.Kyverno;

/// <summary>The values file of a test: for all policies, for a resource, and for a rule.</summary>
internal sealed class GivenValues(CelValue? values, string resource)
{
    public string Operation(string policy) => All(policy).Where(e => e.Key == "request.operation").Select(e => e.Value.ToString()!).LastOrDefault("CREATE");

    public CelValue? Of(string policy, string rule)
    {
        var own = Tree.Items(Policy(policy), "rules").Where(r => Tree.Text(r, "name") == rule).SelectMany(r => Tree.Entries(Tree.Get(r, "values")));
        CelValue whole = CelTable.Empty;
        foreach (var (key, value) in All(policy).Concat(own))
            whole = Tree.Merge(whole, Nested(Parts(key), value));
        return whole;
    }

    private IEnumerable<(string Key, CelValue Value)> All(string policy) => Tree.Entries(Tree.Get(values, "globalValues"))
        .Concat(Tree.Items(Policy(policy), "resources").Where(r => Tree.Text(r, "name") == resource).SelectMany(r => Tree.Entries(Tree.Get(r, "values"))));

    private CelValue? Policy(string name) => Tree.Items(values, "policies").FirstOrDefault(p => Tree.Text(p, "name") == name);

    /// <summary>Cut at dots, but for those in quotes.</summary>
    private static string[] Parts(string key)
    {
        var quoted = key.Split('"');
        return [.. quoted.SelectMany((part, i) => i % 2 == 1 ? [part] : part.Split('.', StringSplitOptions.RemoveEmptyEntries))];
    }

    private static CelValue Nested(ReadOnlySpan<string> path, CelValue value) =>
        path.IsEmpty ? value : Tree.Of([(path[0], Nested(path[1..], value))]);
}
