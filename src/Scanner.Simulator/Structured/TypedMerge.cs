using System.Text.Json.Nodes;
using Scanner.Simulator.Schemas;

namespace Scanner.Simulator.Structured;

/// <summary>Merges one value into another of the same type; what both set, the second one decides. The result shares no node with either.</summary>
internal static class TypedMerge
{
    public static JsonNode? Merge(JsonNode? live, JsonNode? config, SchemaType type) =>
        Merge(new Side(true, live), new Side(true, config), type).Value;

    private static Side Merge(Side live, Side config, SchemaType type)
    {
        var form = config.Exists ? type.For(config.Value) : type.For(live.Value);
        var empty = IsEmpty(live) && IsEmpty(config);
        if (form.Map is { IsAtomic: false } map && !empty)
            return MergeMaps(live.Value as JsonObject, config.Value as JsonObject, map);
        if (form is { Map: null, Scalar: null, List: { IsAssociative: true } list } && !empty)
            return MergeLists(live.Value as JsonArray ?? [], config.Value as JsonArray ?? [], list);
        return config.Exists ? Copy(config) : Copy(live);
    }

    private static Side MergeMaps(JsonObject? live, JsonObject? config, MapShape map)
    {
        var merged = new JsonObject();
        foreach (var field in (live ?? []).Select(p => p.Key).Union((config ?? []).Select(p => p.Key), StringComparer.Ordinal))
        {
            var type = map.TypeOf(field) ?? SchemaType.Deduced;
            if (Merge(Side.Of(live, field), Side.Of(config, field), type) is { Exists: true } value)
                merged[field] = value.Value;
        }

        return merged.Count > 0 ? new Side(true, merged) : default;
    }

    // Elements stand in the order of the configuration where both have them; what only the live list has keeps its place among them.
    private static Side MergeLists(JsonArray live, JsonArray config, ListShape list)
    {
        var merge = new ListMerge(
            [.. live.Select(n => PathElement.Item(list, n).Element)],
            [.. config.Select(n => PathElement.Item(list, n).Element)]);
        var merged = new JsonArray();
        foreach (var (fromLive, fromConfig) in merge.Pairs())
        {
            var before = fromLive is { } l ? new Side(true, live[l]) : default;
            var after = fromConfig is { } c ? new Side(true, config[c]) : default;
            if (Merge(before, after, list.Element) is { Exists: true } value)
                merged.Add(value.Value);
        }

        return merged.Count > 0 ? new Side(true, merged) : default;
    }

    private static Side Copy(Side side) => side with { Value = side.Value?.DeepClone() };

    private static bool IsEmpty(Side side) => side.Value is null or JsonObject { Count: 0 } or JsonArray { Count: 0 };
}
