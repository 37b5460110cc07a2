using Scanner.Policies.Cel.Values;
using Scanner.Policies.Kyverno.Trees;

namespace Scanner.Policies.Kyverno.Patterns;

/// <summary>
/// Compares an object with a pattern, element by element. Patterns and objects are as deep as their JSON, which the reader of JSON limits.
/// Source: pkg/engine/validate and pkg/engine/anchor.
/// </summary>
internal sealed class PatternMatcher
{
    /// <summary>Whether the key of each anchor was met somewhere.</summary>
    private readonly Dictionary<string, bool> _met = [];

    /// <returns>Null where the object satisfies the pattern.</returns>
    public static PatternFailure? Match(CelValue? resource, CelValue pattern)
    {
        var matcher = new PatternMatcher();
        var failure = matcher.Element(resource, pattern, "/");
        if (failure is null || failure.IsSkip || failure.Kind is PatternFailureKind.Negation or PatternFailureKind.Unknown)
            return failure;
        return matcher.AreKeysMissing() ? failure with { Path = "" } : failure;
    }

    private bool AreKeysMissing() => _met.Any(m => !m.Value && Anchor.Parse(m.Key) is { IsNegation: false });

    private PatternFailure? Element(CelValue? resource, CelValue pattern, string path)
    {
        switch (pattern)
        {
            case CelMap map:
                if (resource is not CelMap item)
                    return Mismatch($"pattern and resource have different structures. Path: {path}. Expected map[string]interface {{}}, found {GoType(resource)}", path);
                NoteAnchors(map, item);
                return Map(item, MetadataWildcards.Expand(map, item), path);
            case CelList list:
                return resource is CelList items
                    ? List(items, list, path)
                    : Mismatch($"validation rule failed at path {path}, resource does not satisfy the expected overlay pattern", path);
            case CelUnknown unknown:
                return new PatternFailure(PatternFailureKind.Unknown, "", path, unknown);
            default:
                var isMatched = resource is CelList all
                    ? Array.TrueForAll(all.Items.ToArray(), i => PatternOperators.Matches(i, pattern))
                    : PatternOperators.Matches(resource, pattern);
                return isMatched ? null : Mismatch($"resource value '{GoText.Of(resource)}' does not match '{GoText.Of(pattern)}' at path {path}", path);
        }
    }

    private void NoteAnchors(CelMap pattern, CelMap resource)
    {
        foreach (var (key, _) in Tree.Entries(pattern))
        {
            if (Anchor.Parse(key) is not { } anchor || !(anchor.IsCondition || anchor.IsExistence || anchor.IsNegation))
                continue;
            _met[key] = _met.GetValueOrDefault(key) || resource.Find(new CelString(anchor.Key)) is not null;
        }
    }

    /// <summary>The anchors come first, in order; then what has none.</summary>
    private PatternFailure? Map(CelMap resource, CelMap pattern, string path)
    {
        var anchors = Tree.Entries(pattern).Where(e => IsFirst(Anchor.Parse(e.Key))).OrderBy(e => e.Key, StringComparer.Ordinal);
        var skipped = new List<PatternFailure>();
        var applied = 0;
        foreach (var (key, value) in anchors)
        {
            var failure = Anchored(Anchor.Parse(key)!.Value, value, resource, path);
            if (failure is null)
                applied++;
            else if (failure.IsSkip)
                skipped.Add(failure);
            else if (!HasCondition(skipped) || failure.Kind == PatternFailureKind.Unknown)
                return failure;
        }

        if (skipped.Count > 0 && (applied == 0 || HasCondition(skipped)))
            return Skipped(skipped, path);
        foreach (var (key, value) in Ordered(Tree.Entries(pattern).Where(e => !IsFirst(Anchor.Parse(e.Key)))))
        {
            var failure = Anchor.Parse(key) is { IsGlobal: true } anchor ? Anchored(anchor, value, resource, path) : Plain(key, value, resource, path);
            if (failure is not null)
                return failure;
        }

        return null;
    }

    private static bool IsFirst(Anchor? anchor) => anchor is { } a && (a.IsCondition || a.IsExistence || a.IsEquality || a.IsNegation);

    private static bool HasCondition(List<PatternFailure> skipped) => skipped.Exists(s => s.Kind != PatternFailureKind.Skipped);

    /// <summary>Global anchors and keys with anchors below them come first, the last of them foremost.</summary>
    private static IEnumerable<(string Key, CelValue Value)> Ordered(IEnumerable<(string Key, CelValue Value)> entries)
    {
        var ordered = new LinkedList<(string, CelValue)>();
        foreach (var entry in entries.OrderBy(e => e.Key, StringComparer.Ordinal))
        {
            if (Anchor.Parse(entry.Key) is { IsGlobal: true } || HasAnchors(entry.Value))
                ordered.AddFirst(entry);
            else
                ordered.AddLast(entry);
        }

        return ordered;
    }

    private static bool HasAnchors(CelValue pattern) => pattern switch
    {
        CelMap => Tree.Entries(pattern).Any(e => Anchor.Parse(e.Key) is { Modifier: not "+" } || HasAnchors(e.Value)),
        CelList list => Array.Exists(list.Items.ToArray(), HasAnchors),
        _ => false,
    };

    private PatternFailure? Plain(string key, CelValue pattern, CelMap resource, string path)
    {
        var value = resource.Find(new CelString(key));
        if (pattern is CelString { Value: "*" })
            return value is null or CelNull ? Mismatch($"{path}/{key} not found", path) : null;
        return Element(value, pattern, $"{path}{key}/");
    }

    private PatternFailure? Anchored(Anchor anchor, CelValue pattern, CelMap resource, string path)
    {
        var at = $"{path}{anchor.Key}/";
        var value = resource.Find(new CelString(anchor.Key));
        if (value is null)
        {
            return anchor.IsCondition
                ? new PatternFailure(PatternFailureKind.Condition, "conditional anchor mismatch: conditional anchor key doesn't exist in the resource", at)
                : null;
        }

        if (anchor.IsNegation)
            return new PatternFailure(PatternFailureKind.Negation, $"negation anchor matched in resource: {at} is not allowed", at);
        if (anchor.IsExistence)
            return Exists(pattern, value, at);
        var failure = Element(value, pattern, at);
        if (failure is null || failure.Kind == PatternFailureKind.Unknown || anchor.IsEquality)
            return failure;
        return anchor.IsCondition
            ? new PatternFailure(PatternFailureKind.Condition, "conditional anchor mismatch: " + failure.Message, failure.Path)
            : new PatternFailure(PatternFailureKind.Global, "global anchor mismatch: " + failure.Message, failure.Path);
    }

    /// <summary>Each element of the pattern is matched by some element of the list.</summary>
    private PatternFailure? Exists(CelValue pattern, CelValue value, string path)
    {
        if (value is not CelList items)
            return Mismatch($"invalid resource type {GoType(value)}: Existence ^ () anchor can be used only on list/array type resource", path);
        if (pattern is not CelList patterns)
            return Mismatch($"invalid pattern type {GoType(pattern)}: Pattern has to be of list to compare against resource", path);
        foreach (var wanted in patterns.Items)
        {
            if (wanted is not CelMap)
                return Mismatch($"invalid pattern type {GoType(pattern)}: Pattern has to be of type map to compare against items in resource", path);
            PatternFailure? unknown = null;
            var isFound = false;
            for (var i = 0; i < items.Count && !isFound; i++)
            {
                var failure = Element(items[i], wanted, $"{path}{i}/");
                isFound = failure is null;
                unknown = failure is { Kind: PatternFailureKind.Unknown } ? failure : unknown;
            }

            if (!isFound)
                return unknown ?? Mismatch($"existence anchor validation failed at path {path}", path);
        }

        return null;
    }

    private PatternFailure? List(CelList resource, CelList pattern, string path)
    {
        if (pattern.Count == 0)
            return Mismatch("pattern Array empty", path);
        if (pattern[0] is CelMap)
            return Each(resource, _ => pattern[0], resource.Count, path);
        if (pattern[0] is not CelList)
            return Element(resource, pattern[0], path);
        return resource.Count < pattern.Count
            ? Mismatch($"validate Array failed, array length mismatch, resource Array len is {resource.Count} and pattern Array len is {pattern.Count}", "")
            : Each(resource, i => pattern[i], pattern.Count, path);
    }

    private PatternFailure? Each(CelList resource, Func<int, CelValue> pattern, int count, string path)
    {
        var skipped = new List<PatternFailure>();
        for (var i = 0; i < count; i++)
        {
            var failure = Element(resource[i], pattern(i), $"{path}{i}/");
            if (failure is { IsSkip: true })
                skipped.Add(failure);
            else if (failure is not null)
                return failure;
        }

        return skipped.Count > 0 && skipped.Count == count ? Skipped(skipped, path) : null;
    }

    private static PatternFailure Skipped(List<PatternFailure> skipped, string path) =>
        new(PatternFailureKind.Skipped, string.Join("; ", skipped.Select(s => s.Message)), path);

    private static PatternFailure Mismatch(string message, string path) => new(PatternFailureKind.Mismatch, message, path);

    private static string GoType(CelValue? value) => value switch
    {
        null or CelNull => "<nil>",
        CelString => "string",
        CelBool => "bool",
        CelList => "[]interface {}",
        CelMap => "map[string]interface {}",
        CelInt => "int64",
        _ => "float64",
    };
}
