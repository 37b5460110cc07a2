using System.Collections.Immutable;
using System.Text.Json;

namespace Scanner.Inventory.Files;

/// <summary>Reads the labels of a Namespace, for selectors.</summary>
internal static class NamespaceLabels
{
    /// <param name="json">A Namespace that its reader could read.</param>
    public static ImmutableDictionary<string, string> Of(string name, ReadOnlySpan<byte> json)
    {
        var labels = ImmutableDictionary.CreateBuilder<string, string>();
        var reader = new Utf8JsonReader(json);
        using var document = JsonDocument.ParseValue(ref reader);
        if (document.RootElement.TryGetProperty("metadata", out var metadata)
            && metadata.TryGetProperty("labels", out var map) && map.ValueKind == JsonValueKind.Object)
        {
            foreach (var label in map.EnumerateObject().Where(l => l.Value.ValueKind == JsonValueKind.String))
                labels[label.Name] = label.Value.GetString()!;
        }

        // https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-metadata-name
        labels["kubernetes.io/metadata.name"] = name;
        return labels.ToImmutable();
    }
}
