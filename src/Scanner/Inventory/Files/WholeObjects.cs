using System.Buffers;
using System.Text.Json;
using Scanner.Decoding.Objects;

namespace Scanner.Inventory.Files;

/// <summary>Keeps every object of the input as it is. Of one that comes twice the later stands, in the place of the first.</summary>
internal sealed class WholeObjects : ObjectIntake
{
    // Objects of these kinds that name no namespace are in the default one, as the API server has it; of other kinds nobody here can tell.
    private static readonly HashSet<string> s_namespaced =
    [
        "ConfigMap", "Deployment", "EndpointSlice", "NamespacedImageValidatingPolicy", "NamespacedMutatingPolicy", "NamespacedValidatingPolicy", "Pod",
        "Policy", "PolicyException", "Service", "ServiceAccount",
    ];

    private readonly Dictionary<(string Group, string Kind, string Namespace, string Name), JsonElement> _objects = [];
    private readonly ArrayBufferWriter<byte> _rewritten = new();

    public IReadOnlyCollection<JsonElement> All => _objects.Values;

    /// <summary>An object from elsewhere, which one of the input stands before.</summary>
    /// <param name="item">With apiVersion, kind and metadata.</param>
    public void AddIfAbsent(JsonElement item)
    {
        var type = new ObjectType(Text(item, "apiVersion"), Text(item, "kind"));
        item.TryGetProperty("metadata", out var metadata);
        _objects.TryAdd((type.Group, type.Kind, Text(metadata, "namespace"), Text(metadata, "name")), item);
    }

    private static string Text(JsonElement item, string field) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    protected override void Take(ReadOnlySpan<byte> json, ObjectType type, ObjectHeader header, Place place)
    {
        var what = $"{type.Kind} {(header.Namespace.Length > 0 ? header.Namespace + "/" : "")}{header.Name}";
        var ns = header.Namespace.Length == 0 && s_namespaced.Contains(type.Kind) ? "default" : header.Namespace;
        if (ns != header.Namespace)
            json = JsonText.WithNamespace(json, ns, _rewritten);
        try
        {
            _objects[(type.Group, type.Kind, ns, header.Name)] = WholeObject.Parse(json.ToArray(), type.ApiVersion, type.Kind);
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            Problem(place, $"{what}: {e.Message}");
        }
    }
}
