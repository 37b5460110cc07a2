using Scanner.Policies.Cel.Values;
using Scanner.Policies.JmesPath.Values;
using Scanner.Policies.Kyverno.Trees;

namespace Scanner.Policies.Kyverno.Patterns;

/// <summary>
/// Keys of labels and annotations in a pattern may have wildcards: each stands for the first key of the object that it matches. Source:
/// pkg/engine/wildcards.
/// </summary>
internal static class MetadataWildcards
{
    public static CelMap Expand(CelMap pattern, CelMap resource)
    {
        var (key, metadata) = Find(pattern, "metadata");
        if (metadata is not CelMap wanted || Tree.Get(resource, "metadata") is not CelMap present)
            return pattern;
        var expanded = Expand(Expand(wanted, present, "labels"), present, "annotations");
        return ReferenceEquals(expanded, wanted) ? pattern : Tree.With(pattern, (key, expanded));
    }

    private static CelMap Expand(CelMap wanted, CelMap present, string tag)
    {
        var (key, patterns) = Find(wanted, tag);
        if (patterns is not CelMap || Find(present, tag).Value is not CelMap values || !Tree.Entries(patterns).Any(e => Wildcard.IsIn(e.Key)))
            return wanted;
        // Values that are no texts are dropped, as Kyverno drops them.
        var entries = Tree.Entries(patterns).Where(e => e.Value is CelString).Select(e => (Expand(e.Key, values), e.Value));
        return Tree.With(wanted, (key, Tree.Of(entries)));
    }

    private static string Expand(string key, CelMap values)
    {
        if (!Wildcard.IsIn(key))
            return key;
        var anchor = Anchor.Parse(key);
        var pattern = anchor?.Key ?? key;
        var found = Tree.Entries(values).Where(v => v.Value is CelString).Select(v => v.Key).FirstOrDefault(k => Wildcard.Matches(pattern, k)) ?? pattern;
        return anchor is { } a ? new Anchor(a.Modifier, found).ToString() : found;
    }

    private static (string Key, CelValue? Value) Find(CelMap map, string tag) => Tree.Entries(map).FirstOrDefault(e => Anchor.KeyOf(e.Key) == tag);
}
