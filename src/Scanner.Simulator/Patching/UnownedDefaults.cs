using System.Text.Json.Nodes;
using Scanner.Simulator.Catalog;
using Scanner.Simulator.Objects;

namespace Scanner.Simulator.Patching;

/// <summary>
/// Fields of new objects that the registry or in-tree admission plugins add after ownership was recorded, so that nobody owns them;
/// the status of a new object is not its creator's either.
/// </summary>
internal static class UnownedDefaults
{
    private static readonly string[] AddedToPods = ["tolerations", "priority", "preemptionPolicy"];
    private static readonly string[] AddedToNamespaces = ["finalizers"];

    /// <summary>The object without those fields that the client did not send; the object itself when there is nothing to leave out.</summary>
    public static JsonObject Without(ResourceType type, JsonObject obj, FieldSet submitted, JsonObject? old)
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
            foreach (var field in added.Where(f => submitted.Find("f:spec").Find("f:" + f).IsEmpty))
                spec.Remove(field);
        }

        return copy;
    }
}
