using System.Text.Json;
using System.Text.Json.Nodes;

namespace Scanner.Policies.Requests;

/// <summary>Makes the request that brings a container into a pod.</summary>
public static class PodRequests
{
    private const string Ephemeral = "ephemeralContainers";

    /// <param name="pod">An object with metadata and spec; it is not changed.</param>
    /// <param name="container">The container as a pod has it.</param>
    /// <param name="namespaceLabels">Of the namespace of the pod.</param>
    public static AdmissionRequest Make(
        JsonElement pod, JsonElement container, RequestChannel channel, IReadOnlyDictionary<string, string> namespaceLabels, RequestUser user)
    {
        var metadata = pod.GetProperty("metadata");
        var isCreated = channel != RequestChannel.Ephemeral;
        return new AdmissionRequest
        {
            Kind = new GroupVersionKind("", "v1", "Pod"),
            Resource = new GroupVersionResource("", "v1", "pods"),
            SubResource = isCreated ? "" : "ephemeralcontainers",
            Name = Text(metadata, "name"),
            Namespace = Text(metadata, "namespace"),
            NamespaceLabels = namespaceLabels,
            Operation = isCreated ? "CREATE" : "UPDATE",
            User = user,
            Object = With(pod, container, channel == RequestChannel.Regular ? "containers" : Ephemeral),
            OldObject = isCreated ? null : pod,
            IsDryRun = true,
        };
    }

    private static string Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    /// <summary>The pod with one more container; a regular one stands in for the first.</summary>
    private static JsonElement With(JsonElement pod, JsonElement container, string field)
    {
        var copy = JsonObject.Create(pod.Clone())!;
        var spec = copy["spec"]!.AsObject();
        var list = spec[field] as JsonArray ?? [];
        spec.Remove(field);
        if (field != Ephemeral && list.Count > 0)
            list.RemoveAt(0);
        list.Insert(field == Ephemeral ? list.Count : 0, JsonObject.Create(container.Clone()));
        spec[field] = list;
        using var document = JsonDocument.Parse(copy.ToJsonString());
        return document.RootElement.Clone();
    }
}
