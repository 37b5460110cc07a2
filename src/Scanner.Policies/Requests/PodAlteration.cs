using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Requests;

/// <summary>A change that makes a pod, and every container that is added to it, comply with what a policy asks.</summary>
/// <param name="ofPod">Of the pod.</param>
/// <param name="ofContainers">Of its containers, and of those that are added where they do not differ there themselves.</param>
internal sealed class PodAlteration(ImmutableArray<FieldChange> ofPod, ImmutableArray<FieldChange> ofContainers)
{
    /// <summary>The pod has an init container too, which is its first container again.</summary>
    public bool AddsInitContainer { get; init; }

    public JsonElement Pod(JsonElement pod)
    {
        var item = JsonObject.Create(pod)!;
        foreach (var change in ofPod)
            change.Apply(item);
        if (item["spec"]?["containers"] is not JsonArray containers)
            return JsonValues.ToElement(item);
        foreach (var container in containers.OfType<JsonObject>().Concat((item["spec"]!["initContainers"] as JsonArray ?? []).OfType<JsonObject>()))
        {
            foreach (var change in ofContainers)
                change.Apply(container);
        }

        if (AddsInitContainer && containers.FirstOrDefault() is JsonObject first)
            item["spec"]!["initContainers"] = new JsonArray(InitContainer(first));
        return JsonValues.ToElement(item);
    }

    /// <summary>A setting that policies forbid is left as it is: only what the container has in common with the benign one is changed.</summary>
    public JsonElement Container(JsonElement container, JsonElement benign)
    {
        var (item, like) = (JsonObject.Create(container)!, JsonObject.Create(benign)!);
        foreach (var change in ofContainers)
        {
            if (JsonNode.DeepEquals(change.In(item), change.In(like)) && HasParent(item, change))
                change.Apply(item);
            else if (change is { Path: ["image"], Value: { } image } && ImageOf(item) is { } own && ImageOf(like) is { } usual && Repository(own) == Repository(usual))
                item["image"] = Repository(JsonNode.Parse(image)!.GetValue<string>()) + own[Repository(own).Length..];
        }

        return JsonValues.ToElement(item);
    }

    private static string? ImageOf(JsonObject container) => (container["image"] as JsonValue)?.GetValue<string>();

    /// <summary>An image without its tag and digest.</summary>
    private static string Repository(string image)
    {
        var named = image.Split('@')[0];
        return named.LastIndexOf(':') is var tag && tag > named.LastIndexOf('/') ? named[..tag] : named;
    }

    /// <summary>A container without a security context gets none.</summary>
    private static bool HasParent(JsonObject item, FieldChange change) => change.Path.Length == 1 || item[change.Path[0]] is not null;

    private static JsonObject InitContainer(JsonObject like)
    {
        var made = (JsonObject)like.DeepClone();
        made["name"] = "init";
        foreach (var field in (string[])["livenessProbe", "readinessProbe", "startupProbe"])
            made.Remove(field);
        return made;
    }
}
