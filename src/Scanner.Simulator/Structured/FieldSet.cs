using System.Text.Json.Nodes;
using Scanner.Simulator.Schemas;

namespace Scanner.Simulator.Structured;

/// <summary>A set of field paths; see <see cref="PathElement"/> for how steps are written. A parent and its child are different members.</summary>
internal sealed class FieldSet
{
    /// <summary>Whether this path itself is in the set (the <c>.</c> of fieldsV1, or a leaf).</summary>
    public bool IsMember { get; set; }

    public SortedDictionary<string, FieldSet> Children { get; } = new(PathElement.Order);

    public bool IsEmpty => !IsMember && Children.Values.All(c => c.IsEmpty);

    public static FieldSet FromJson(JsonObject? fieldsV1) => Read(fieldsV1, isRoot: true);

    /// <summary>The set of the paths given, each as field names.</summary>
    public static FieldSet OfFields(params ReadOnlySpan<string[]> paths)
    {
        var set = new FieldSet();
        foreach (var path in paths)
            path.Aggregate(set, (at, field) => at.Child(PathElement.Field(field))).IsMember = true;
        return set;
    }

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

    /// <summary>Without the members of <paramref name="other"/> and everything below them.</summary>
    public FieldSet ExceptTrees(FieldSet other)
    {
        var result = new FieldSet { IsMember = IsMember && !other.IsMember };
        foreach (var (element, child) in Children.Where(_ => !other.IsMember))
            result.Add(element, child.ExceptTrees(other.Find(element)));
        return result;
    }

    /// <summary>Also the declared fields on the way to a member; entries of free maps and list elements are not.</summary>
    public FieldSet WithNamedFields(SchemaType? type)
    {
        var result = new FieldSet { IsMember = IsMember };
        foreach (var (element, child) in Children)
        {
            var named = element[0] == 'f' ? type?.Map?.Fields.GetValueOrDefault(element[2..]) : null;
            var below = child.WithNamedFields(named?.Type ?? (element[0] == 'f' ? type?.Map?.Element : type?.List?.Element));
            below.IsMember |= named is not null && child.Children.Count > 0;
            result.Add(element, below);
        }

        return result;
    }

    /// <summary>All paths in the set, each as its elements, in the server's order: members of a level before what is below it.</summary>
    public IEnumerable<IReadOnlyList<string>> Paths() => Paths([]);

    private IEnumerable<IReadOnlyList<string>> Paths(IReadOnlyList<string> prefix) =>
    [
        .. Children.Where(c => c.Value.IsMember).Select(IReadOnlyList<string> (c) => [.. prefix, c.Key]),
        .. Children.SelectMany(c => c.Value.Paths([.. prefix, c.Key])),
    ];

    private FieldSet Combine(FieldSet other, Func<bool, bool, bool> member)
    {
        var result = new FieldSet { IsMember = member(IsMember, other.IsMember) };
        foreach (var element in Children.Keys.Union(other.Children.Keys, StringComparer.Ordinal))
            result.Add(element, Find(element).Combine(other.Find(element), member));
        return result;
    }

    private void Add(string element, FieldSet child)
    {
        if (!child.IsEmpty)
            Children[element] = child;
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
