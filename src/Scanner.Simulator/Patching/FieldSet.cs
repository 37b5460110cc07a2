using System.Text.Json.Nodes;

namespace Scanner.Simulator.Patching;

/// <summary>
/// A set of field paths, as managedFields writes them: path elements are <c>f:NAME</c>, <c>k:{KEYS}</c> and <c>v:VALUE</c>.
/// </summary>
internal sealed class FieldSet
{
    /// <summary>Whether this path itself is in the set (the <c>.</c> of fieldsV1, or a leaf).</summary>
    public bool IsMember { get; set; }

    public SortedDictionary<string, FieldSet> Children { get; } = new(StringComparer.Ordinal);

    public bool IsEmpty => !IsMember && Children.Values.All(c => c.IsEmpty);

    public static FieldSet FromJson(JsonObject? fieldsV1) => Read(fieldsV1, isRoot: true);

    /// <summary>The child for a path element, made when absent.</summary>
    public FieldSet Child(string element)
    {
        if (!Children.TryGetValue(element, out var child))
            Children[element] = child = new FieldSet();
        return child;
    }

    public FieldSet Find(string element) => Children.GetValueOrDefault(element) ?? new FieldSet();

    public JsonObject ToJson()
    {
        var json = new JsonObject();
        if (IsMember && Children.Count > 0)
            json["."] = new JsonObject();
        foreach (var (element, child) in Children.Where(c => !c.Value.IsEmpty))
            json[element] = child.ToJson();
        return json;
    }

    public FieldSet Union(FieldSet other) => Combine(other, (mine, theirs) => mine || theirs);

    public FieldSet Except(FieldSet other) => Combine(other, (mine, theirs) => mine && !theirs);

    public FieldSet Intersect(FieldSet other) => Combine(other, (mine, theirs) => mine && theirs);

    /// <summary>All paths in the set, each as its elements.</summary>
    public IEnumerable<IReadOnlyList<string>> Paths() => Paths([]);

    private IEnumerable<IReadOnlyList<string>> Paths(IReadOnlyList<string> prefix)
    {
        if (IsMember)
            yield return prefix;
        foreach (var path in Children.SelectMany(c => c.Value.Paths([.. prefix, c.Key])))
            yield return path;
    }

    private FieldSet Combine(FieldSet other, Func<bool, bool, bool> member)
    {
        var result = new FieldSet { IsMember = member(IsMember, other.IsMember) };
        foreach (var element in Children.Keys.Union(other.Children.Keys, StringComparer.Ordinal))
        {
            var child = Find(element).Combine(other.Find(element), member);
            if (!child.IsEmpty)
                result.Children[element] = child;
        }

        return result;
    }

    private static FieldSet Read(JsonObject? json, bool isRoot)
    {
        var set = new FieldSet { IsMember = !isRoot && (json is null || json.Count == 0 || json.ContainsKey(".")) };
        foreach (var (element, value) in json ?? [])
        {
            if (element != ".")
                set.Children[element] = Read(value as JsonObject, isRoot: false);
        }

        return set;
    }
}
