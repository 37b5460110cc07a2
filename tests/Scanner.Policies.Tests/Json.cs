using System.Text.Json;
using Scanner.Policies.Objects;

namespace Scanner.Policies.Tests;

/// <summary>JSON that outlives its document.</summary>
internal static class Json
{
    public static JsonElement Of(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    public static PolicyObjects Objects(params string[] objects) => new([.. objects.Select(Of)]);

    /// <summary>Objects of which the kinds named, and no others, are all known.</summary>
    public static PolicyObjects Objects(Func<string, bool> isKnown, params string[] objects) => new([.. objects.Select(Of)], (_, kind) => isKnown(kind));
}
