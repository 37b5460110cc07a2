using Scanner.Policies.Cel.Values;
using Scanner.Policies.Kyverno.Trees;

namespace Scanner.Policies.Kyverno.Filters;

/// <summary>Whether a rule is for a request, by its <c>match</c> and <c>exclude</c>.</summary>
internal static class RuleMatch
{
    /// <summary>The reason where its <c>exclude</c> does it.</summary>
    public const string Excluded = "its exclude leaves the request out";

    /// <returns>True, an unknown, or false with the reason.</returns>
    public static (CelValue Result, string WhyNot) Of(CelValue rule, JudgedRequest request)
    {
        if (request.Resource is null)
            return (CelBool.False, "there is no object");
        var matched = Block(Tree.Get(rule, "match"), request, isExclude: false);
        if (matched.IsFalse)
            return (matched, WhyNot(Tree.Get(rule, "match"), request));
        var excluded = Tree.Get(rule, "exclude") is { } exclude ? Block(exclude, request, isExclude: true) : CelBool.False;
        if (excluded.IsTrue)
            return (CelBool.False, Excluded);
        return matched.IsTrue && excluded.IsFalse ? (matched, "") : (CelUnknown.Worse(matched, excluded), "");
    }

    /// <summary><c>any</c>, else <c>all</c>, else the block itself, of filters.</summary>
    public static CelValue Block(CelValue? block, JudgedRequest request, bool isExclude, bool takesEphemeral = true)
    {
        var any = Tree.Items(block, "any");
        if (any.Length > 0)
            return Decide(any, request, takesEphemeral, isExclude, decides: true);
        var all = Tree.Items(block, "all");
        if (all.Length > 0)
            return Decide(all, request, takesEphemeral, isExclude, decides: false);
        return block is null && isExclude ? CelBool.False : ResourceFilter.Matches(block, request, takesEphemeral, isExclude);
    }

    private static CelValue Decide(CelValue[] filters, JudgedRequest request, bool takesEphemeral, bool isExclude, bool decides)
    {
        CelValue result = CelBool.Of(!decides);
        foreach (var filter in filters)
        {
            var one = ResourceFilter.Matches(filter, request, takesEphemeral, isExclude);
            if (decides ? one.IsTrue : one.IsFalse)
                return one;
            if (one is CelUnknown)
                result = CelUnknown.Worse(result, one);
        }

        return result;
    }

    /// <summary>Says what is wanted of kind and operation, which is what most often decides about ephemeral containers.</summary>
    private static string WhyNot(CelValue? match, JudgedRequest request)
    {
        var filters = new[] { Tree.Items(match, "any"), Tree.Items(match, "all") }.FirstOrDefault(f => f.Length > 0) ?? [match ?? CelNull.Value];
        var operations = filters.SelectMany(f => Tree.Texts(f, "resources", "operations")).Distinct().ToArray();
        if (operations.Length > 0 && !operations.Contains(request.Operation))
            return $"its match wants {string.Join(" or ", operations)}, not {request.Operation}";
        var kinds = filters.SelectMany(f => Tree.Texts(f, "resources", "kinds")).Distinct().ToArray();
        if (kinds.Length > 0 && !Array.Exists(kinds, k => KindSelector.Parse(k).Matches(request.Kind, request.SubResource, takesEphemeral: true)))
            return $"its match wants {string.Join(", ", kinds)}, not {request.Kind.Kind}{(request.SubResource.Length > 0 ? "/" + request.SubResource : "")}";
        return "its match does not select the request";
    }
}
