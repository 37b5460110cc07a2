using System.Text.Json.Nodes;
using Scanner.Simulator.Objects;
using Scanner.Simulator.Schemas;
using Scanner.Simulator.Structured;

namespace Scanner.Simulator.Patching;

/// <summary>The order of a merged list: that of <c>$setElementOrder</c>, else that of the patch, then that of the stored list.</summary>
internal sealed class ElementOrdering(JsonObject target, JsonObject patch, string field, SchemaType? type)
{
    /// <summary>Merges the list of the patch, if there is one, and orders the result; it is done with afterwards.</summary>
    /// <exception cref="PatchException">The order is no list, or does not fit the list of the patch.</exception>
    public void Apply(JsonNode? order)
    {
        var wanted = ListOf(order) ?? [];
        var stored = ListOf(target[field]);
        var given = ListOf(patch[field]);
        var lists = PatchLookup.Require(type, field);
        var key = lists?.MergeKey ?? "";
        CheckFits(given, wanted, key);
        if (stored is null && given is null)
            return;
        var before = OrderBefore(stored ?? [], given ?? [], key);
        if (stored is not null || given!.Count > 0)
            ListPatch.CheckTypes(stored, given);
        patch.Remove(field);
        target.Remove(field);
        var merged = (stored, given) switch
        {
            (not null, null) => stored,
            (null, not null) => (JsonArray)StrategicMergePatch.WithoutDirectives(given)!,
            _ => lists is { MergesLists: true } ? ListPatch.Merge(stored!, given!, lists) : given!,
        };
        target[field] = Order(ListPatch.Detach(merged), [.. wanted], before, key);
    }

    /// <summary>
    /// Orders elements: those that <paramref name="order"/> names as it does, the others as they were stored, both woven together by their
    /// stored order, the named ones first where it does not say. So a debug container that is added by patch comes first.
    /// </summary>
    public static JsonArray Order(List<JsonNode?> merged, List<JsonNode?> order, List<JsonNode?> stored, string key)
    {
        var names = order.Select(n => Id(n, key)).ToList();
        var before = stored.Select(n => Id(n, key)).ToList();
        foreach (var item in order.Where(o => key.Length > 0 && o is not JsonObject))
            throw new PatchException($"value for key {order.IndexOf(item)} is not a map", PatchFault.Internal);
        var named = new Queue<JsonNode?>(merged.Where(m => names.Contains(Id(m, key))).OrderBy(m => names.IndexOf(Id(m, key))));
        var others = new Queue<JsonNode?>(merged.Where(m => !names.Contains(Id(m, key))).OrderBy(m => before.IndexOf(Id(m, key))));
        var result = new JsonArray();
        while (named.Count + others.Count > 0)
        {
            var n = named.Count > 0 ? before.IndexOf(Id(named.Peek(), key)) : int.MaxValue;
            var o = others.Count > 0 ? before.IndexOf(Id(others.Peek(), key)) : int.MaxValue;
            var takeOther = named.Count == 0 || (others.Count > 0 && n >= 0 && o >= 0 && o < n);
            result.Add(takeOther ? others.Dequeue() : named.Dequeue());
        }

        return result;
    }

    /// <summary>
    /// The stored order as it is once the lists are merged. The server deletes and appends in place: what is new takes the places, at the end,
    /// that the deleted elements leave, and counts as stored there.
    /// </summary>
    private static List<JsonNode?> OrderBefore(JsonArray stored, JsonArray given, string key)
    {
        var all = stored.Select(n => n?.DeepClone()).ToList();
        if (key.Length == 0)
            return all;
        var deletes = given.Where(g => (g as JsonObject)?.Text(StrategicMergePatch.Directive) == "delete").Select(g => Id(g, key)).ToHashSet();
        var left = all.Where(n => !deletes.Contains(Id(n, key))).ToList();
        var known = left.Select(n => Id(n, key)).ToHashSet();
        var added = given.Where(g => g is JsonObject obj && !obj.ContainsKey(StrategicMergePatch.Directive) && !known.Contains(Id(g, key)));
        return [.. left, .. added.Take(all.Count - left.Count).Select(n => n?.DeepClone())];
    }

    private static string Id(JsonNode? node, string key) => (key.Length == 0 ? node : (node as JsonObject)?[key])?.ToJsonString() ?? "";

    private static void CheckFits(JsonArray? given, JsonArray wanted, string key)
    {
        if (given is null || given.Count == 0 || wanted.Count == 0)
            return;
        var at = 0;
        var plain = given.Where(n => n is not JsonObject obj || !obj.ContainsKey(StrategicMergePatch.Directive)).ToList();
        foreach (var item in wanted.TakeWhile(_ => at < plain.Count))
        {
            if (IsSame(plain[at], item, key))
                at++;
        }

        if (at < plain.Count)
        {
            throw new PatchException(
                $"The order in patch list:\n{GoValue.Plain(given)}\n doesn't match $setElementOrder list:\n{GoValue.Plain(wanted)}\n", PatchFault.Internal);
        }
    }

    private static bool IsSame(JsonNode? left, JsonNode? right, string key) => key.Length == 0
        ? JsonNode.DeepEquals(left, right)
        : JsonNode.DeepEquals(ListPatch.KeyOf(left, key), ListPatch.KeyOf(right, key));

    private static JsonArray? ListOf(JsonNode? value) => value switch
    {
        null => null,
        JsonArray array => array,
        _ => throw new PatchException($"expected a []interface {{}}, but received a {GoValue.TypeName(value, "int64")}", PatchFault.Internal),
    };
}
