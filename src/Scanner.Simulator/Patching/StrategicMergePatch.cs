using System.Text.Json.Nodes;
using Scanner.Simulator.Objects;

namespace Scanner.Simulator.Patching;

/// <summary>
/// Strategic merge of built-in types: lists with a merge key are merged element by element, other lists replaced.
/// Knows the directives <c>$patch</c>, <c>$retainKeys</c>, <c>$setElementOrder/…</c> and <c>$deleteFromPrimitiveList/…</c>.
/// </summary>
internal static class StrategicMergePatch
{
    private const string Directive = "$patch";
    private const string RetainKeys = "$retainKeys";
    private const string ElementOrder = "$setElementOrder/";
    private const string DeletePrimitives = "$deleteFromPrimitiveList/";

    /// <summary>Changes <paramref name="target"/> in place.</summary>
    /// <exception cref="PatchException">An element of a merged list has no merge key.</exception>
    public static void Apply(JsonObject target, JsonObject patch) => Merge(target, patch, FieldShape.Root(isCustom: false, schema: null));

    private static void Merge(JsonObject target, JsonObject patch, FieldShape shape)
    {
        if (patch.Text(Directive) is "replace" or "delete")
            target.Clear();
        if (patch[RetainKeys] is JsonArray)
            Retain(target, [.. patch.Texts(RetainKeys)]);
        foreach (var (field, value) in patch.Where(p => p.Key is not (Directive or RetainKeys) && !IsListDirective(p.Key)))
            MergeField(target, field, value, shape);
        foreach (var (field, value) in patch.Where(p => IsListDirective(p.Key)))
            ListDirective(target, field, value as JsonArray ?? [], shape);
    }

    private static void MergeField(JsonObject target, string field, JsonNode? value, FieldShape shape)
    {
        switch (value)
        {
            case null:
                target.Remove(field);
                break;
            case JsonObject patch when patch.Text(Directive) == "delete":
                target.Remove(field);
                break;
            case JsonObject patch:
                Merge(target.ObjectOrNew(field), patch, shape.Field(field, patch));
                break;
            case JsonArray patch when shape.Field(field, patch) is { Kind: FieldShapeKind.KeyedList } keyed:
                MergeList(ArrayOf(target, field), patch, keyed);
                break;
            case JsonArray patch when shape.Field(field, patch).Kind == FieldShapeKind.Set:
                Add(ArrayOf(target, field), patch);
                break;
            default:
                target[field] = value.DeepClone();
                break;
        }
    }

    private static void MergeList(JsonArray target, JsonArray patch, FieldShape shape)
    {
        var key = shape.Keys[0];
        string[] before = [.. target.Select(n => Id(n, key))];
        if (patch.OfType<JsonObject>().Any(p => p.Text(Directive) == "replace"))
            target.Clear();
        foreach (var item in patch.OfType<JsonObject>().Where(p => p.Text(Directive) != "replace"))
        {
            if (item[key] is not { } id)
                throw new PatchException($"map: {JsonText.ToText(item)} does not contain declared merge key: {key}");
            var at = IndexOf(target, key, id);
            if (item.Text(Directive) == "delete")
            {
                if (at >= 0)
                    target.RemoveAt(at);
                continue;
            }

            if (at < 0)
            {
                target.Add(new JsonObject());
                at = target.Count - 1;
            }

            Merge((JsonObject)target[at]!, item, shape.Element());
        }

        Reorder(target, before, [.. patch.Select(n => Id(n, key)).Distinct()], key);
    }

    /// <summary>
    /// Elements follow the patch's order, and new ones go before those that the patch does not name: so a debug container that
    /// is added by patch comes first.
    /// </summary>
    private static void Reorder(JsonArray list, string[] before, string[] patched, string key)
    {
        // A merge key need not be unique: ports 53/TCP and 53/UDP share one.
        var items = list.GroupBy(n => Id(n, key), StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToArray());
        var named = new Queue<string>(patched.Where(items.ContainsKey));
        var others = new Queue<string>(before.Distinct(StringComparer.Ordinal).Where(id => items.ContainsKey(id) && !patched.Contains(id, StringComparer.Ordinal)));
        list.Clear();
        while (named.Count + others.Count > 0)
        {
            var takeOther = named.Count == 0
                || (others.Count > 0 && Array.IndexOf(before, named.Peek()) is var at && at > Array.IndexOf(before, others.Peek()));
            foreach (var item in items[takeOther ? others.Dequeue() : named.Dequeue()])
                list.Add(item);
        }
    }

    private static void ListDirective(JsonObject target, string directive, JsonArray values, FieldShape shape)
    {
        var field = directive[(directive.IndexOf('/', StringComparison.Ordinal) + 1)..];
        if (target[field] is not JsonArray list)
            return;
        if (directive.StartsWith(DeletePrimitives, StringComparison.Ordinal))
        {
            foreach (var gone in list.Where(n => values.Any(v => JsonNode.DeepEquals(v, n))).ToArray())
                list.Remove(gone);
            return;
        }

        var keyed = shape.Field(field, list) is { Kind: FieldShapeKind.KeyedList } s ? s.Keys[0] : null;
        var rank = values.Select((v, i) => (Id: Id(v, keyed), i)).DistinctBy(v => v.Id).ToDictionary(v => v.Id, v => v.i);
        var ordered = list.ToArray().OrderBy(n => rank.GetValueOrDefault(Id(n, keyed), int.MaxValue)).ToArray();
        list.Clear();
        foreach (var item in ordered)
            list.Add(item);
    }

    private static string Id(JsonNode? node, string? key) =>
        (key is null ? node : (node as JsonObject)?[key]) is { } id ? JsonText.ToText(id) : "";

    private static bool IsListDirective(string field) =>
        field.StartsWith(ElementOrder, StringComparison.Ordinal) || field.StartsWith(DeletePrimitives, StringComparison.Ordinal);

    private static void Retain(JsonObject target, HashSet<string> keys)
    {
        foreach (var field in target.Select(p => p.Key).Where(k => !keys.Contains(k)).ToArray())
            target.Remove(field);
    }

    private static void Add(JsonArray target, JsonArray values)
    {
        foreach (var value in values.Where(v => !target.Any(t => JsonNode.DeepEquals(t, v))).ToArray())
            target.Add(value?.DeepClone());
    }

    private static int IndexOf(JsonArray list, string key, JsonNode id)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is JsonObject item && JsonNode.DeepEquals(item[key], id))
                return i;
        }

        return -1;
    }

    private static JsonArray ArrayOf(JsonObject target, string field)
    {
        if (target[field] is JsonArray found)
            return found;
        var made = new JsonArray();
        target[field] = made;
        return made;
    }
}
