using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Scanner.Simulator.Catalog;
using Scanner.Simulator.Objects;

namespace Scanner.Simulator.Patching;

/// <summary>Collects the fields of an object, or those that differ between two, as managedFields counts them.</summary>
internal static class FieldSetBuilder
{
    private static readonly FrozenSet<string> ServerMetadata = new[]
    {
        "name", "namespace", "uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp",
        "deletionGracePeriodSeconds", "managedFields", "selfLink",
    }.ToFrozenSet();

    // Parts of built-in types that exist even in an empty object: nobody adds them, so nobody owns them.
    private static readonly FrozenSet<string> AlwaysThere =
        new[] { "metadata", "spec", "status", "containers", "template", "strategy", "updateStrategy" }.ToFrozenSet();

    /// <summary>The fields that an applied configuration claims: leaves and list elements, not the objects on the way.</summary>
    public static FieldSet Claimed(JsonObject obj, ResourceType type)
    {
        var set = new FieldSet();
        foreach (var (name, value) in Owned(obj).Where(p => p is not { Key: "metadata", Value: JsonObject { Count: 0 } }))
            Claim(set.Child("f:" + name), value, Root(type).Field(name, value));
        return set;
    }

    /// <summary>Fields of <paramref name="obj"/> that <paramref name="old"/> lacks or has with another value.</summary>
    public static FieldSet Changed(JsonObject? old, JsonObject obj, ResourceType type) => Difference(old, obj, type, values: true);

    /// <summary>Fields that only <paramref name="old"/> has.</summary>
    public static FieldSet Removed(JsonObject? old, JsonObject obj, ResourceType type) =>
        old is null ? new FieldSet() : Difference(obj, old, type, values: false);

    /// <summary>Path elements of the members of a keyed list or set, with the members.</summary>
    public static IEnumerable<(string Element, JsonNode? Value)> Members(JsonArray array, FieldShape shape) =>
        array.Select(n => (shape.Kind == FieldShapeKind.Set ? "v:" + JsonText.ToText(n!) : KeyElement(n as JsonObject, shape), n));

    private static FieldShape Root(ResourceType type) => FieldShape.Root(type.Custom is not null, type.Schema);

    private static FieldSet Difference(JsonObject? old, JsonObject obj, ResourceType type, bool values)
    {
        var set = new FieldSet();
        var before = Owned(old ?? []).ToDictionary(p => p.Key, p => p.Value);
        foreach (var (name, value) in Owned(obj))
        {
            before.TryGetValue(name, out var was);
            var there = before.ContainsKey(name) || (type.Custom is null && AlwaysThere.Contains(name)) || name == "metadata";
            Compare(set.Child("f:" + name), was, value, there, Root(type).Field(name, value), values);
        }

        return set;
    }

    private static void Claim(FieldSet set, JsonNode? value, FieldShape shape)
    {
        switch (shape.Kind, value)
        {
            case (FieldShapeKind.Granular, JsonObject { Count: > 0 } obj):
                foreach (var (name, field) in obj)
                    Claim(set.Child("f:" + name), field, shape.Field(name, field));
                break;
            case (FieldShapeKind.KeyedList, JsonArray { Count: > 0 } array):
                foreach (var (element, member) in Members(array, shape))
                {
                    var child = set.Child(element);
                    Claim(child, member, shape.Element());
                    child.IsMember = true;
                }

                break;
            case (FieldShapeKind.Set, JsonArray { Count: > 0 } array):
                foreach (var (element, _) in Members(array, shape))
                    set.Child(element).IsMember = true;
                break;
            default:
                set.IsMember = true;
                break;
        }
    }

    private static void Compare(FieldSet set, JsonNode? old, JsonNode? value, bool there, FieldShape shape, bool values)
    {
        if (shape.Kind == FieldShapeKind.Atomic || (shape.Kind == FieldShapeKind.Granular && value is not JsonObject))
        {
            set.IsMember = !there || (values && !JsonNode.DeepEquals(old, value));
            return;
        }

        set.IsMember = !there;
        if (value is JsonObject obj)
        {
            var before = old as JsonObject;
            foreach (var (name, field) in obj)
            {
                var has = before?.ContainsKey(name) == true || (!shape.IsCustom && AlwaysThere.Contains(name));
                Compare(set.Child("f:" + name), before?[name], field, has, shape.Field(name, field), values);
            }
        }
        else if (value is JsonArray array)
        {
            CompareMembers(set, old as JsonArray, array, shape, values);
        }
    }

    private static void CompareMembers(FieldSet set, JsonArray? old, JsonArray array, FieldShape shape, bool values)
    {
        var before = Members(old ?? [], shape).DistinctBy(m => m.Element).ToDictionary(m => m.Element, m => m.Value);
        foreach (var (element, member) in Members(array, shape))
        {
            var there = before.TryGetValue(element, out var was);
            if (shape.Kind == FieldShapeKind.Set)
                set.Child(element).IsMember = !there;
            else
                Compare(set.Child(element), was, member, there, shape.Element(), values);
        }
    }

    private static string KeyElement(JsonObject? item, FieldShape shape)
    {
        var keys = new JsonObject();
        foreach (var key in shape.Keys.Order(StringComparer.Ordinal))
            keys[key] = item?[key]?.DeepClone() ?? (key == "protocol" ? "TCP" : null);
        return "k:" + JsonText.ToText(keys);
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Owned(JsonObject obj)
    {
        foreach (var (name, value) in obj)
        {
            if (name is "apiVersion" or "kind")
                continue;
            if (name == "metadata" && value is JsonObject metadata)
                yield return new(name, new JsonObject(metadata.Where(m => !ServerMetadata.Contains(m.Key)).Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone()))));
            else
                yield return new(name, value);
        }
    }
}
