using System.Text.Json.Nodes;
using Scanner.Simulator.Objects;
using Scanner.Simulator.Schemas;
using Scanner.Simulator.Structured;

namespace Scanner.Simulator.Patching;

/// <summary>Merges two lists of a field that strategic merge joins: by merge key, or as a set of scalars.</summary>
internal static class ListPatch
{
    /// <summary>The merged list; both lists may be changed.</summary>
    public static JsonArray Merge(JsonArray target, JsonArray patch, SchemaField field)
    {
        if (target.Count == 0 && patch.Count == 0)
            return target;
        CheckTypes(target, patch);
        var items = Detach(target);
        var changes = Detach(patch);
        if (items.Concat(changes).FirstOrDefault() is not JsonObject)
        {
            var both = items.Concat(changes).Distinct(JsonComparer.Instance).ToList();
            return ElementOrdering.Order(both, changes, items, "");
        }

        (items, changes) = Special(items, changes, field.MergeKey);
        var order = items.ToList();
        var merged = MergeObjects(items, changes, field);
        return ElementOrdering.Order(merged, changes, order, field.MergeKey);
    }

    /// <summary>The elements, free to be put elsewhere.</summary>
    internal static List<JsonNode?> Detach(JsonArray array)
    {
        var items = array.ToList();
        array.Clear();
        return items;
    }

    /// <exception cref="PatchException">Elements of several types, or lists of lists.</exception>
    internal static void CheckTypes(params ReadOnlySpan<JsonArray?> lists)
    {
        string? first = null;
        foreach (var item in Flatten(lists))
        {
            var type = GoValue.TypeName(item, "int64");
            if (first is null && item is JsonArray)
                throw new PatchException("lists of lists are not supported");
            first ??= type;
            if (first != type)
            {
                var all = new List<string>();
                foreach (var list in lists)
                    all.Add(GoValue.Plain(list ?? []));
                throw new PatchException($"list element types are not identical: [{string.Join(' ', all)}]", PatchFault.Internal);
            }
        }

        if (first is null)
            throw new PatchException("no elements in any of the given slices", PatchFault.Internal);
    }

    private static List<JsonNode?> Flatten(ReadOnlySpan<JsonArray?> lists)
    {
        var items = new List<JsonNode?>();
        foreach (var list in lists)
            items.AddRange(list ?? []);
        return items;
    }

    private static (List<JsonNode?> Items, List<JsonNode?> Changes) Special(List<JsonNode?> items, List<JsonNode?> changes, string key)
    {
        var plain = new List<JsonNode?>();
        var replaced = false;
        foreach (var change in changes.Cast<JsonObject>())
        {
            switch (change.ContainsKey(StrategicMergePatch.Directive) ? change[StrategicMergePatch.Directive]?.ToString() : null)
            {
                case null:
                    plain.Add(change);
                    break;
                case "delete":
                    var id = KeyOf(change, key);
                    items.RemoveAll(i => JsonNode.DeepEquals((i as JsonObject)?[key], id));
                    break;
                case "replace":
                    replaced = true;
                    break;
                case "merge":
                    throw new PatchException("merging lists cannot yet be specified in the patch", PatchFault.Internal);
                case var other:
                    throw new PatchException($"unknown patch type: {other} in map: {GoValue.Plain(change)}", PatchFault.Internal);
            }
        }

        return replaced ? (plain, []) : (items, plain);
    }

    private static List<JsonNode?> MergeObjects(List<JsonNode?> items, List<JsonNode?> changes, SchemaField field)
    {
        var merged = items.ToList();
        foreach (var change in changes.Cast<JsonObject>())
        {
            var id = KeyOf(change, field.MergeKey);
            var at = merged.FindIndex(i => JsonNode.DeepEquals((i as JsonObject)?[field.MergeKey], id));
            if (at < 0)
                merged.Add(change);
            else
                merged[at] = StrategicMergePatch.Merge((JsonObject)merged[at]!, (JsonObject)change.DeepClone(), field.Type.List!.Element);
        }

        return merged;
    }

    /// <exception cref="PatchException">The element has no such key.</exception>
    internal static JsonNode? KeyOf(JsonNode? item, string key) =>
        item is JsonObject obj && obj.TryGetPropertyValue(key, out var id)
            ? id
            : throw new PatchException($"map: {GoValue.Plain(item)} does not contain declared merge key: {key}", PatchFault.Internal);
}
