using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Scanner.Simulator.Catalog;
using Scanner.Simulator.Objects;

namespace Scanner.Simulator.Storage;

/// <summary>
/// One version of one object, immutable. Holds JSON bytes without <c>apiVersion</c> and <c>kind</c>, because those depend on the
/// version that a client asks for, and keeps other encodings once they were needed.
/// </summary>
internal sealed class StoredObject
{
    private static readonly FrozenDictionary<string, string> NoLabels = FrozenDictionary<string, string>.Empty;
    private JsonObject? _view;
    private byte[]? _protobuf;

    /// <param name="obj">Complete metadata; <c>apiVersion</c> and <c>kind</c> are ignored. Not kept.</param>
    public StoredObject(JsonObject obj, long version)
    {
        var metadata = obj.Metadata();
        Name = obj.Name();
        Namespace = obj.Namespace();
        Uid = metadata.Text("uid") ?? "";
        Version = version;
        Key = KeyOf(Namespace, Name);
        Labels = metadata.Object("labels") is { Count: > 0 } labels
            ? labels.ToDictionary(p => p.Key, p => p.Value?.GetValue<string>() ?? "")
            : NoLabels;
        NodeName = obj.Object("spec")?.Text("nodeName") ?? "";
        Phase = obj.Object("status")?.Text("phase") ?? "";
        Body = JsonText.ToBytes(WithoutTypeMeta(obj.Text("apiVersion") == EventForms.NewVersion ? EventForms.ToCore(obj) : obj));
    }

    public string Key { get; }

    public string Name { get; }

    public string Namespace { get; }

    public string Uid { get; }

    /// <summary>The object's resourceVersion.</summary>
    public long Version { get; }

    public IReadOnlyDictionary<string, string> Labels { get; }

    /// <summary><c>spec.nodeName</c>, for field selectors.</summary>
    public string NodeName { get; }

    /// <summary><c>status.phase</c>, for field selectors.</summary>
    public string Phase { get; }

    /// <summary>UTF-8 JSON from <c>{"metadata":</c> on; of an event in the form of the core group.</summary>
    public byte[] Body { get; }

    /// <summary>The same in the form of one of the groups that serve it.</summary>
    public byte[] BodyFor(ResourceType type) =>
        type.ApiVersion == EventForms.NewVersion ? JsonText.ToBytes(EventForms.FromCore(JsonText.ParseObject(Body))) : Body;

    /// <summary>The order of objects in lists, and the position in continue tokens.</summary>
    public static string KeyOf(string ns, string name) => ns.Length == 0 ? name : ns + "/" + name;

    /// <summary>A fresh tree that the caller may change.</summary>
    public JsonObject Parse(ResourceType type)
    {
        var parsed = JsonText.ParseObject(BodyFor(type));
        var obj = new JsonObject { ["kind"] = type.Kind, ["apiVersion"] = type.ApiVersion };
        foreach (var (field, value) in parsed.ToArray())
        {
            parsed.Remove(field);
            obj[field] = value;
        }

        return obj;
    }

    /// <summary>A tree shared by all readers; not to be changed. Kept, so meant for objects that are read often.</summary>
    public JsonObject View(ResourceType type)
    {
        if (type.ApiVersion == EventForms.NewVersion)
            return Parse(type);
        if (Volatile.Read(ref _view) is { } view)
            return view;
        view = Parse(type);
        JsonText.Materialize(view);
        Volatile.Write(ref _view, view);
        return view;
    }

    /// <summary>A field as field selectors compare it: text, empty when it is absent.</summary>
    public string Field(string path) => path switch
    {
        "metadata.name" => Name,
        "metadata.namespace" => Namespace,
        "spec.nodeName" => NodeName,
        "status.phase" => Phase,
        _ => FieldText(JsonText.ParseObject(Body).At(EventForms.CorePath(path).Split('.'))) ?? (path == "spec.hostNetwork" ? "false" : ""),
    };

    /// <summary>The bytes of the object's message, encoded once.</summary>
    public byte[] Protobuf(Func<JsonObject, byte[]> encode) => _protobuf ??= encode(JsonText.ParseObject(Body));

    private static string? FieldText(JsonNode? value) => value?.GetValueKind() switch
    {
        System.Text.Json.JsonValueKind.True => "true",
        System.Text.Json.JsonValueKind.False => "false",
        _ => value?.ToString(),
    };

    private static JsonObject WithoutTypeMeta(JsonObject obj)
    {
        if (!obj.ContainsKey("kind") && !obj.ContainsKey("apiVersion"))
            return obj;
        var copy = (JsonObject)obj.DeepClone();
        copy.Remove("kind");
        copy.Remove("apiVersion");
        return copy;
    }
}
