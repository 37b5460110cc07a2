using System.Text.Json.Nodes;
using Scanner.Simulator.Catalog;
using Scanner.Simulator.Objects;

namespace Scanner.Simulator.Patching;

/// <summary>
/// Fields of new objects that the registry or in-tree admission plugins add after ownership was recorded, so that nobody owns them.
/// </summary>
internal static class UnownedDefaults
{
    private static readonly string[] AddedToPods = ["tolerations", "priority", "preemptionPolicy"];
    private static readonly string[] AddedToNamespaces = ["finalizers"];

    /// <summary>The object without those fields that the client did not send; the object itself when there is nothing to leave out.</summary>
    /// <param name="submitted">The object as it was sent.</param>
    public static JsonObject Without(ResourceType type, JsonObject obj, JsonObject submitted, JsonObject? old)
    {
        if (old is not null)
            return obj;
        var copy = (JsonObject)obj.DeepClone();
        copy.Remove("status");
        var added = type.Kind switch
        {
            "Pod" => AddedToPods,
            "Namespace" => AddedToNamespaces,
            _ => [],
        };
        if (copy.Object("spec") is { } spec)
        {
            foreach (var field in added.Where(f => submitted.Object("spec")?[f] is null))
                spec.Remove(field);
        }

        return copy;
    }
}
