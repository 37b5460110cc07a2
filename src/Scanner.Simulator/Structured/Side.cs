using System.Text.Json.Nodes;

namespace Scanner.Simulator.Structured;

/// <summary>One of two values; an absent one is not the same as null.</summary>
internal readonly record struct Side(bool Exists, JsonNode? Value)
{
    public static Side Of(JsonObject? obj, string field) =>
        obj is not null && obj.TryGetPropertyValue(field, out var value) ? new Side(true, value) : default;

    public static Side First(JsonNode?[] items) => items.Length > 0 ? new Side(true, items[0]) : default;
}
