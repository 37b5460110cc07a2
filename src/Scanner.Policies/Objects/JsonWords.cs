using System.Text.Json;

namespace Scanner.Policies.Objects;

/// <summary>The texts, numbers and names of fields in a piece of JSON.</summary>
internal static class JsonWords
{
    public static IEnumerable<string> Of(JsonElement? json) => json switch
    {
        { ValueKind: JsonValueKind.Object } item => item.EnumerateObject().SelectMany(p => Of(p.Value).Prepend(p.Name)),
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().SelectMany(i => Of(i)),
        { ValueKind: JsonValueKind.String or JsonValueKind.Number } value => [value.ToString()],
        _ => [],
    };
}
