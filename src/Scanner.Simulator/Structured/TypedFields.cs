using System.Text.Json.Nodes;
using Scanner.Simulator.Schemas;

namespace Scanner.Simulator.Structured;

/// <summary>The fields that a value sets: leaves, entries of free maps, and list elements, but not the declared objects on the way.</summary>
internal static class TypedFields
{
    public static FieldSet Of(JsonNode? value, SchemaType type)
    {
        var set = new FieldSet();
        Visit(set, value, type);
        return set;
    }

    private static void Visit(FieldSet set, JsonNode? value, SchemaType type)
    {
        var form = type.For(value);
        if (form.Map is { } map)
            VisitMap(set, value as JsonObject, map);
        else if (form.List is { } list && form.Scalar is null)
            VisitList(set, value as JsonArray, list);
        else
            set.IsMember = true;
    }

    private static void VisitMap(FieldSet set, JsonObject? obj, MapShape map)
    {
        if (map.IsAtomic)
        {
            set.IsMember = true;
            return;
        }

        foreach (var (field, value) in obj ?? [])
        {
            if (map.TypeOf(field) is not { } type)
                continue;
            var child = set.Child(PathElement.Field(field));
            Visit(child, value, type);
            child.IsMember |= value is null or JsonObject { Count: 0 } || !map.Fields.ContainsKey(field);
        }
    }

    private static void VisitList(FieldSet set, JsonArray? array, ListShape list)
    {
        if (!list.IsAssociative)
        {
            set.IsMember = true;
            return;
        }

        // An element that is there twice is owned as a whole, for it is not clear which of the two is meant.
        foreach (var same in (array ?? []).GroupBy(n => PathElement.Item(list, n).Element, StringComparer.Ordinal).Where(g => g.Key.Length > 0))
        {
            var child = set.Child(same.Key);
            if (same.Count() == 1)
                Visit(child, same.First(), list.Element);
            child.IsMember = true;
        }
    }
}
