using Scanner.Policies.Cel.Values;
using Scanner.Policies.Kyverno.Patterns;
using Scanner.Policies.Kyverno.Trees;

namespace Scanner.Policies.Kyverno.Mutations;

/// <summary>
/// <c>patchStrategicMerge</c> with Kyverno's anchors, and the merge of an <c>applyConfiguration</c>: objects are merged, elements of lists
/// that have a name are merged by it, other lists are replaced. Source: pkg/engine/mutate/patch.
/// </summary>
internal static class StrategicMerge
{
    private static readonly CelString s_name = new("name");

    /// <returns>The object with the patch, or null where a global anchor does not match, so that nothing is changed.</returns>
    public static CelValue? Apply(CelValue patch, CelValue? target) => patch switch
    {
        CelMap map => Objects(map, target),
        CelList list => Lists(list, target),
        _ => patch,
    };

    private static CelValue? Objects(CelMap patch, CelValue? target)
    {
        // Where a condition of this object does not hold it is left as it is.
        if (Tree.Entries(patch).Any(e => Anchor.Parse(e.Key) is { IsCondition: true } a && !Holds(Tree.Get(target, a.Key), e.Value)))
            return target ?? CelNull.Value;
        var result = target is CelMap ? Tree.Entries(target).ToDictionary(e => e.Key, e => e.Value) : [];
        foreach (var (key, value) in Tree.Entries(patch))
        {
            var anchor = Anchor.Parse(key);
            if (anchor is { IsCondition: true })
                continue;
            if (anchor is { IsGlobal: true } global)
            {
                if (!Holds(Tree.Get(target, global.Key), value))
                    return null;
                continue;
            }

            var name = anchor?.Key ?? key;
            var present = result.GetValueOrDefault(name);
            if (anchor is { Modifier: "+" } && present is not (null or CelNull))
                continue;
            if (value is CelNull)
            {
                result.Remove(name);
                continue;
            }

            if (Apply(value, present) is not { } merged)
                return null;
            if (merged is not CelNull)
                result[name] = merged;
        }

        return Tree.Of(result.Select(e => (e.Key, e.Value)));
    }

    private static bool Holds(CelValue? value, CelValue pattern) => pattern is CelString { Value: "*" } ? value is not null : PatternMatcher.Match(value, pattern) is null;

    private static CelValue? Lists(CelList patch, CelValue? target)
    {
        if (target is not CelList list || !Array.TrueForAll(patch.Items.ToArray(), i => i is CelMap))
            return Plain(patch);
        var items = list.Items.ToArray().ToList();
        foreach (var element in patch.Items.ToArray().Cast<CelMap>())
        {
            var isConditional = Tree.Entries(element).Any(e => Anchor.Parse(e.Key) is { IsCondition: true } or { IsGlobal: true });
            var name = element.Find(s_name);
            if (!isConditional && name is null)
                return Plain(patch);
            var isFound = false;
            for (var i = 0; i < items.Count; i++)
            {
                if (!isConditional && Tree.Get(items[i], "name") is var own && (own is null || !own.Equals(name)))
                    continue;
                if (Apply(element, items[i]) is not { } merged)
                    return null;
                (items[i], isFound) = (merged, true);
            }

            if (!isFound && !isConditional)
                items.Add(Plain(element));
        }

        return new CelList([.. items]);
    }

    /// <summary>The patch alone, where there is nothing to merge it with.</summary>
    private static CelValue Plain(CelValue patch) => patch switch
    {
        CelMap map => Objects(map, null) ?? CelNull.Value,
        CelList list => new CelList([.. list.Items.ToArray().Where(i => !IsOnlyCondition(i)).Select(Plain)]),
        _ => patch,
    };

    private static bool IsOnlyCondition(CelValue item) => Tree.Entries(item).Any(e => Anchor.Parse(e.Key) is { IsCondition: true });
}
