using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Builtins;

internal static class SetFunctions
{
    public static void AddTo(BuiltinList list)
    {
        list.Add("and", "tt", a => Filtered((RegoSet)a[0], (RegoSet)a[1], isIn: true));
        list.Add("or", "tt", a => RegoSet.Of([.. Arg.Items(a[0]), .. Arg.Items(a[1])]));
        list.Add("set_diff", "tt", a => Difference((RegoSet)a[0], (RegoSet)a[1]));
        list.Add("union", "t", a => Union(Arg.Items(a[0])));
        list.Add("intersection", "t", a => Intersection(Arg.Items(a[0])));
    }

    /// <summary>The members of the first that are not in the second.</summary>
    public static RegoValue Difference(RegoSet first, RegoSet second) => Filtered(first, second, isIn: false);

    private static RegoSet Filtered(RegoSet first, RegoSet second, bool isIn)
    {
        var kept = new List<RegoValue>();
        foreach (var item in first.Items)
        {
            if (second.Contains(item) == isIn)
                kept.Add(item);
        }

        return RegoSet.Of([.. kept]);
    }

    private static RegoValue Union(ReadOnlySpan<RegoValue> sets)
    {
        var all = new List<RegoValue>();
        foreach (var set in sets)
        {
            if (set is not RegoSet)
                return Arg.WrongType("union: operand 1 must be set of sets");
            all.AddRange(Arg.Items(set));
        }

        return RegoSet.Of([.. all]);
    }

    private static RegoValue Intersection(ReadOnlySpan<RegoValue> sets)
    {
        RegoSet? result = null;
        foreach (var set in sets)
        {
            if (set is not RegoSet next)
                return Arg.WrongType("intersection: operand 1 must be set of sets");
            result = result is null ? next : Filtered(result, next, isIn: true);
        }

        return result ?? RegoSet.Empty;
    }
}
