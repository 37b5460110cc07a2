using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.Simulator.Catalog;
using Scanner.Simulator.Objects;
using Scanner.Simulator.Structured;

namespace Scanner.Simulator.Patching;

/// <summary>
/// The way from client-side to server-side apply: what the annotation of <c>kubectl apply</c> holds unchanged is no conflict for
/// <c>kubectl apply --server-side</c>, and the annotation follows what is applied.
/// </summary>
internal sealed class LastApplied(ResourceType type, JsonObject? live)
{
    private const string Annotation = "kubectl.kubernetes.io/last-applied-configuration";
    private const string Kubectl = "kubectl";

    /// <summary>True when no conflict is left; <paramref name="conflicts"/> then holds what is left otherwise.</summary>
    public bool Allows(string manager, ref (ManagerEntry Entry, FieldSet Fields)[] conflicts)
    {
        if (manager != Kubectl || live is null || Read(live) is not { } applied || applied.Text("apiVersion") != type.ApiVersion)
            return false;
        if (TypedValidation.Errors(applied, type.Shape, duplicates: false).Count > 0)
            return false;
        var change = TypedComparison.Of(applied, live, type.Shape);
        var allowed = TypedFields.Of(applied, type.Shape).Except(change.Modified).Except(change.Added).Except(change.Removed);
        conflicts = [.. conflicts.Select(c => (c.Entry, c.Fields.Except(allowed))).Where(c => !c.Item2.IsEmpty)];
        return conflicts.Length == 0;
    }

    /// <summary>Writes the configuration into the annotation, where there is one.</summary>
    public static void Follow(JsonObject merged, JsonObject config, string manager)
    {
        if (manager != Kubectl || Annotations(merged) is not { } annotations || annotations.Text(Annotation) is not { Length: > 0 })
            return;
        var copy = (JsonObject)config.DeepClone();
        Annotations(copy)?.Remove(Annotation);
        annotations[Annotation] = JsonText.ToText(JsonText.Sorted(copy)!) + "\n";
    }

    private static JsonObject? Read(JsonObject obj)
    {
        try
        {
            return Annotations(obj)?.Text(Annotation) is { Length: > 0 } text ? JsonNode.Parse(text) as JsonObject : null;
        }
        catch (JsonException)
        {
            return null; // somebody else's annotation proves nothing
        }
    }

    private static JsonObject? Annotations(JsonObject obj) => obj.Object("metadata")?.Object("annotations");
}
