using System.Text.Json.Nodes;
using Scanner.Simulator.Objects;
using Scanner.Simulator.Schemas;
using Scanner.Simulator.Structured;

namespace Scanner.Simulator.Patching;

/// <summary>
/// Strategic merge of built-in types (k8s.io/apimachinery/pkg/util/strategicpatch): lists with a merge key are merged element by element,
/// other lists replaced. Knows the directives <c>$patch</c>, <c>$retainKeys</c>, <c>$setElementOrder/…</c> and
/// <c>$deleteFromPrimitiveList/…</c>.
/// </summary>
internal static class StrategicMergePatch
{
    public const string Directive = "$patch";
    private const string RetainKeys = "$retainKeys";
    private const string ElementOrder = "$setElementOrder";
    private const string DeletePrimitives = "$deleteFromPrimitiveList";

    /// <summary>The merged object; <paramref name="target"/> and <paramref name="patch"/> stay as they are.</summary>
    /// <exception cref="PatchException">The patch does not fit the type or itself.</exception>
    public static JsonObject Apply(JsonObject target, JsonObject patch, SchemaType type) =>
        Merge((JsonObject)target.DeepClone(), (JsonObject)patch.DeepClone(), type);

    /// <summary>Merges two objects, both of which may be changed.</summary>
    internal static JsonObject Merge(JsonObject target, JsonObject patch, SchemaType? type)
    {
        if (patch.TryGetPropertyValue(Directive, out var directive))
            return ReplaceOrDelete(patch, directive);
        Retain(target, patch);
        foreach (var (key, value) in patch.Where(p => p.Key.StartsWith(ElementOrder, StringComparison.Ordinal)).ToArray())
        {
            patch.Remove(key);
            new ElementOrdering(target, patch, ListName(key, ElementOrder, "setElementOrder"), type).Apply(value);
        }

        foreach (var (key, value) in patch.ToArray())
        {
            patch.Remove(key);
            if (key.StartsWith(DeletePrimitives, StringComparison.Ordinal))
                DeleteScalars(target, ListName(key, DeletePrimitives, "primitive"), value);
            else
                MergeField(target, key, value, type);
        }

        return target;
    }

    private static JsonObject ReplaceOrDelete(JsonObject patch, JsonNode? directive)
    {
        switch (directive is JsonValue ? directive.ToString() : null)
        {
            case "replace":
                patch.Remove(Directive);
                return patch;
            case "delete":
                return [];
            default:
                throw new PatchException($"unknown patch type: {GoValue.Plain(directive)} in map: {GoValue.Plain(patch)}", PatchFault.Internal);
        }
    }

    private static void MergeField(JsonObject target, string field, JsonNode? value, SchemaType? type)
    {
        if (value is null)
        {
            target.Remove(field);
            return;
        }

        var (shape, lists) = PatchLookup.Find(type, field);
        var merged = (target[field], value) switch
        {
            (JsonObject before, JsonObject patch) => PatchLookup.Require(type, field) is { PatchStrategy: "replace" }
                ? patch
                : Merge(Take(target, field, before), patch, shape),
            (JsonArray before, JsonArray patch) => PatchLookup.Require(type, field) is null or { MergesLists: true } && lists is not null
                ? ListPatch.Merge(Take(target, field, before), patch, lists)
                : patch,
            _ => WithoutDirectives(WithoutNulls(value)),
        };
        if (merged is null)
            target.Remove(field);
        else
            target[field] = merged;
    }

    private static T Take<T>(JsonObject target, string field, T value)
        where T : JsonNode
    {
        target.Remove(field);
        return value;
    }

    private static void Retain(JsonObject target, JsonObject patch)
    {
        if (!patch.Remove(RetainKeys, out var given))
            return;
        if (given is not JsonArray list)
            throw new PatchException("invalid patch format of retainKeys", PatchFault.BadRequest);
        var keys = list.Select(n => n?.ToString() ?? "").ToHashSet(StringComparer.Ordinal);
        var strange = patch.Any(p => p.Value is not null && !keys.Contains(p.Key)
            && !p.Key.StartsWith(DeletePrimitives, StringComparison.Ordinal) && !p.Key.StartsWith(ElementOrder, StringComparison.Ordinal));
        if (strange)
            throw new PatchException("invalid patch format of retainKeys", PatchFault.BadRequest);
        foreach (var field in target.Select(p => p.Key).Where(k => !keys.Contains(k)).ToArray())
            target.Remove(field);
    }

    private static void DeleteScalars(JsonObject target, string field, JsonNode? values)
    {
        if (target[field] is not JsonArray list || values is not JsonArray gone)
            return;
        foreach (var item in list.Where(n => gone.Contains(n, JsonComparer.Instance)).ToArray())
            list.Remove(item);
    }

    private static string ListName(string key, string directive, string list) =>
        key.Length > directive.Length && key[directive.Length] == '/'
            ? key[(directive.Length + 1)..]
            : throw new PatchException($"invalid patch format of {list} list", PatchFault.BadRequest);

    /// <summary>Takes out, in place, what only means something to a merge; null when nothing is left.</summary>
    internal static JsonNode? WithoutDirectives(JsonNode? value)
    {
        if (value is JsonObject obj)
        {
            if (obj.ContainsKey(Directive))
                return null;
            foreach (var (key, inner) in obj.Where(p => p.Value is JsonObject or JsonArray).ToArray())
            {
                if (WithoutDirectives(inner) is null)
                    obj.Remove(key);
            }
        }
        else if (value is JsonArray array)
        {
            foreach (var item in array.Where(i => i is JsonObject or JsonArray && WithoutDirectives(i) is null).ToArray())
                array.Remove(item);
        }

        return value;
    }

    private static JsonNode WithoutNulls(JsonNode value)
    {
        if (value is JsonObject obj)
        {
            foreach (var (key, inner) in obj.ToArray())
            {
                if (inner is null)
                    obj.Remove(key);
                else
                    WithoutNulls(inner);
            }
        }

        foreach (var item in (value as JsonArray ?? []).OfType<JsonNode>())
            WithoutNulls(item);
        return value;
    }
}
