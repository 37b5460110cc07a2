using System.Text.Json.Nodes;
using Scanner.Simulator.Schemas;

namespace Scanner.Simulator.Structured;

/// <summary>Removes fields by their paths. An object or list that becomes empty on the way stays, empty.</summary>
internal static class TypedRemoval
{
    /// <summary>A copy without the fields.</summary>
    public static JsonNode? Without(JsonNode? value, FieldSet fields, SchemaType type) => Copy(value, fields, type);

    private static JsonNode? Copy(JsonNode? value, FieldSet fields, SchemaType type)
    {
        var form = type.For(value);
        return (value, form) switch
        {
            (JsonObject { Count: > 0 } obj, { Map: { } map }) => map.IsAtomic ? new JsonObject() : CopyMap(obj, fields, map),
            (JsonArray { Count: > 0 } array, { List: { } list }) => list.IsAssociative ? CopyList(array, fields, list) : new JsonArray(),
            _ => value?.DeepClone(),
        };
    }

    private static JsonObject CopyMap(JsonObject obj, FieldSet fields, MapShape map)
    {
        var kept = new JsonObject();
        foreach (var (field, value) in obj)
        {
            var below = fields.Find(PathElement.Field(field));
            if (!below.IsMember)
                kept[field] = HasBelow(below) ? Copy(value, below, map.TypeOf(field) ?? SchemaType.Deduced) : value?.DeepClone();
        }

        return kept;
    }

    private static JsonArray CopyList(JsonArray array, FieldSet fields, ListShape list)
    {
        var kept = new JsonArray();
        foreach (var item in array)
        {
            var below = fields.Find(PathElement.Item(list, item).Element);
            if (!below.IsMember)
                kept.Add(HasBelow(below) ? Copy(item, below, list.Element) : item?.DeepClone());
        }

        return kept;
    }

    private static bool HasBelow(FieldSet fields) => fields.Children.Values.Any(c => !c.IsEmpty);
}
