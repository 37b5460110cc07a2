using System.Text.Json.Nodes;

namespace Scanner.Simulator.Structured;

/// <summary>Compares JSON by value. Hashes nothing, so for short lists only.</summary>
internal sealed class JsonComparer : IEqualityComparer<JsonNode?>
{
    public static readonly JsonComparer Instance = new();

    public bool Equals(JsonNode? x, JsonNode? y) => JsonNode.DeepEquals(x, y);

    public int GetHashCode(JsonNode? obj) => 0;
}
