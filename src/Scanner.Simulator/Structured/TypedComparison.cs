using System.Text.Json.Nodes;
using Scanner.Simulator.Schemas;

namespace Scanner.Simulator.Structured;

/// <summary>The fields in which two values of one type differ.</summary>
internal sealed record TypedComparison(FieldSet Added, FieldSet Modified, FieldSet Removed)
{
    public static TypedComparison Of(JsonNode? before, JsonNode? after, SchemaType type)
    {
        var result = new TypedComparison(new FieldSet(), new FieldSet(), new FieldSet());
        result.Compare(new Side(true, before), new Side(true, after), type, []);
        return result;
    }

    public TypedComparison Where(Func<FieldSet, FieldSet> filter) => new(filter(Added), filter(Modified), filter(Removed));

    private void Compare(Side before, Side after, SchemaType type, string[] path)
    {
        var forms = (Before: type.For(before.Value), After: type.For(after.Value));
        var leaf = false;
        if (before.Exists && after.Exists && !SameForm(forms.Before, forms.After))
            CompareForm(before, after, forms.Before, path);
        leaf |= CompareForm(before, after, after.Exists ? forms.After : forms.Before, path);
        if (leaf)
            return;
        if (!before.Exists)
            Insert(Added, path);
        else if (!after.Exists)
            Insert(Removed, path);
    }

    private static bool SameForm(SchemaType a, SchemaType b) =>
        a.Scalar == b.Scalar && ReferenceEquals(a.List, b.List) && ReferenceEquals(a.Map, b.Map);

    // True when the value was compared as a whole.
    private bool CompareForm(Side before, Side after, SchemaType form, string[] path)
    {
        if (form.Map is { } map && !map.IsAtomic && !(IsEmpty(before) && IsEmpty(after)))
        {
            CompareMaps(before.Value as JsonObject, after.Value as JsonObject, map, path);
            return false;
        }

        if (form is { Map: null, Scalar: null, List: { IsAssociative: true } list } && !(IsEmpty(before) && IsEmpty(after)))
        {
            CompareLists(before.Value as JsonArray, after.Value as JsonArray, list, path);
            return false;
        }

        if (!before.Exists)
            Insert(Added, path);
        else if (!after.Exists)
            Insert(Removed, path);
        else if (!JsonNode.DeepEquals(before.Value, after.Value))
            Insert(Modified, path);
        return true;
    }

    private void CompareMaps(JsonObject? before, JsonObject? after, MapShape map, string[] path)
    {
        foreach (var field in (before ?? []).Select(p => p.Key).Union((after ?? []).Select(p => p.Key), StringComparer.Ordinal))
        {
            if (map.TypeOf(field) is { } type)
                Compare(Side.Of(before, field), Side.Of(after, field), type, [.. path, PathElement.Field(field)]);
        }
    }

    private void CompareLists(JsonArray? before, JsonArray? after, ListShape list, string[] path)
    {
        var (old, now) = (Items(before, list), Items(after, list));
        foreach (var element in old.Keys.Union(now.Keys, StringComparer.Ordinal))
        {
            var (was, isNow) = (old.GetValueOrDefault(element, []), now.GetValueOrDefault(element, []));
            string[] at = [.. path, element];
            switch (was.Length, isNow.Length)
            {
                case ( <= 1, <= 1):
                    Compare(Side.First(was), Side.First(isNow), list.Element, at);
                    break;
                case ( >= 2, >= 2):
                    if (!was.SequenceEqual(isNow, JsonComparer.Instance))
                        Insert(Modified, at);
                    break;
                case ( >= 2, _):
                    if (isNow.Length > 0)
                        Compare(default, Side.First(isNow), list.Element, at);
                    Insert(Removed, at);
                    break;
                default:
                    if (was.Length > 0)
                        Compare(Side.First(was), default, list.Element, at);
                    Insert(Added, at);
                    break;
            }
        }
    }

    private static Dictionary<string, JsonNode?[]> Items(JsonArray? array, ListShape list) =>
        (array ?? []).GroupBy(n => PathElement.Item(list, n).Element, StringComparer.Ordinal)
            .Where(g => g.Key.Length > 0)
            .ToDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);

    private static bool IsEmpty(Side side) => side.Value is null or JsonObject { Count: 0 } or JsonArray { Count: 0 };

    private static void Insert(FieldSet set, string[] path)
    {
        if (path.Length > 0)
            path.Aggregate(set, (at, element) => at.Child(element)).IsMember = true;
    }
}
