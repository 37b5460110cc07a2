using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Requests;

/// <summary>Makes the request that brings a container into a pod.</summary>
public static class PodRequests
{
    private const string Ephemeral = "ephemeralContainers";

    /// <summary>Fields of a regular container that say nothing of its security, and that policies ask of every one.</summary>
    private static readonly string[] s_inherited = ["resources", "livenessProbe", "readinessProbe", "startupProbe"];

    /// <param name="pod">An object with metadata and spec; it is not changed.</param>
    /// <param name="container">
    /// The container as a pod has it. A regular one takes the place of the pod's first, and with it the resources and probes that it does not
    /// name itself. An ephemeral one gets another name where a container of the pod has its name.
    /// </param>
    /// <param name="namespaceLabels">Of the namespace of the pod.</param>
    public static AdmissionRequest Make(
        JsonElement pod, JsonElement container, RequestChannel channel, IReadOnlyDictionary<string, string> namespaceLabels, RequestUser user)
    {
        (pod, container) = (LoneSurrogates.Replaced(pod), LoneSurrogates.Replaced(container));
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
            Object = channel == RequestChannel.Regular ? WithRegular(pod, container) : WithEphemeral(pod, container),
            OldObject = isCreated ? null : pod,
            IsDryRun = true,
        };
    }

    private static string Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static JsonElement WithRegular(JsonElement pod, JsonElement container)
    {
        var (copy, spec) = Copy(pod);
        var list = Taken(spec, "containers");
        var added = Defaulted(container);
        if (list.Count > 0)
        {
            Inherit(added, list[0] as JsonObject);
            list.RemoveAt(0);
        }

        list.Insert(0, added);
        spec["containers"] = list;
        return JsonValues.ToElement(copy);
    }

    private static JsonElement WithEphemeral(JsonElement pod, JsonElement container)
    {
        var (copy, spec) = Copy(pod);
        var list = Taken(spec, Ephemeral);
        var added = Defaulted(container);
        added["name"] = FreeName(pod.GetProperty("spec"), Text(container, "name"));
        list.Add((JsonNode)added);
        spec[Ephemeral] = list;
        return JsonValues.ToElement(copy);
    }

    private static (JsonObject Pod, JsonObject Spec) Copy(JsonElement pod)
    {
        var copy = JsonObject.Create(pod.Clone())!;
        return (copy, copy["spec"]!.AsObject());
    }

    private static JsonArray Taken(JsonObject spec, string field)
    {
        var list = spec[field] as JsonArray ?? [];
        spec.Remove(field);
        return list;
    }

    private static void Inherit(JsonObject container, JsonObject? from)
    {
        foreach (var field in s_inherited)
        {
            if (!container.ContainsKey(field) && from?[field] is { } value)
                container[field] = value.DeepClone();
        }
    }

    /// <summary>What the API server fills in before admission (k8s:pkg/apis/core/v1/defaults.go).</summary>
    private static JsonObject Defaulted(JsonElement container)
    {
        var added = JsonObject.Create(container.Clone())!;
        added.TryAdd("terminationMessagePath", "/dev/termination-log");
        added.TryAdd("terminationMessagePolicy", "File");
        added.TryAdd("imagePullPolicy", IsLatest(Text(container, "image")) ? "Always" : "IfNotPresent");
        return added;
    }

    /// <summary>An image with a digest, or with another tag than latest, is not.</summary>
    private static bool IsLatest(string image)
    {
        if (image.Contains('@', StringComparison.Ordinal))
            return false;
        var name = image[(image.LastIndexOf('/') + 1)..];
        return !name.Contains(':', StringComparison.Ordinal) || name.EndsWith(":latest", StringComparison.Ordinal);
    }

    private static string FreeName(JsonElement spec, string wanted)
    {
        var taken = new HashSet<string>();
        foreach (var list in (string[])["containers", "initContainers", Ephemeral])
        {
            if (spec.TryGetProperty(list, out var containers) && containers.ValueKind == JsonValueKind.Array)
                taken.UnionWith(containers.EnumerateArray().Where(c => c.ValueKind == JsonValueKind.Object).Select(c => Text(c, "name")));
        }

        var name = wanted;
        for (var i = 1; taken.Contains(name); i++)
            name = $"{wanted}-{i}";
        return name;
    }
}
