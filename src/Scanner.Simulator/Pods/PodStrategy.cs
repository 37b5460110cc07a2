using System.Text.Json.Nodes;
using Scanner.Simulator.Admission;
using Scanner.Simulator.Api;

namespace Scanner.Simulator.Pods;

/// <summary>Pods as the API server's registry treats them (k8s:pkg/registry/core/pod), subresources included.</summary>
public sealed class PodStrategy(KubernetesVersion version) : IResourceStrategy
{
    private const string EphemeralContainers = "ephemeralcontainers";
    private const string EphemeralField = "ephemeralContainers";
    private const string MirrorAnnotation = "kubernetes.io/config.mirror";

    private readonly FieldTable _fields = new(PodSchema.Text, PodSchema.Root, version);

    /// <inheritdoc/>
    /// <remarks>Also drops unknown fields and brings all fields into the server's order, as decoding does.</remarks>
    public void Default(JsonObject obj)
    {
        PodDefaults.Apply(obj);
        if (obj.Object("metadata") is { } metadata)
            DefaultGeneration(metadata);
        _fields.Normalize(obj);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> PrepareForCreate(JsonObject obj) =>
        version < KubernetesVersion.V1_30 ? [] : [.. AppArmorAnnotations.Sync(obj), .. version < KubernetesVersion.V1_36 ? [] : PodWarnings.GitRepos(obj)];

    /// <inheritdoc/>
    public void PrepareForUpdate(JsonObject obj, JsonObject old, string subresource)
    {
        switch (subresource)
        {
            case EphemeralContainers:
                KeepOnlyEphemeralContainers(obj, old);
                break;
            case "status":
                obj["spec"] = old["spec"]?.DeepClone();
                if (obj.Object("status") is { } status)
                    Take(status, old.Object("status") ?? [], "qosClass");
                break;
            default:
                Take(obj, old, "status");
                break;
        }

        CountGeneration(obj, old);
        _fields.Normalize(obj);
    }

    /// <inheritdoc/>
    public ApiStatus? ValidateCreate(JsonObject obj)
    {
        var errors = new FieldErrors();
        new PodRules(version, errors).Check(obj);
        if (obj.Object("spec").Objects(EphemeralField).Any())
            errors.Forbidden("spec.ephemeralContainers", "cannot be set on create");
        return errors.ToStatus("Pod", NameOf(obj));
    }

    /// <inheritdoc/>
    public ApiStatus? ValidateUpdate(JsonObject obj, JsonObject old, string subresource)
    {
        var errors = new FieldErrors();
        switch (subresource)
        {
            // Since 1.27, whatever else is wrong (kubernetes#113935); the kubelet never starts one in a mirror pod.
            case EphemeralContainers when version >= KubernetesVersion.V1_28 && old.Annotations().ContainsKey(MirrorAnnotation):
                errors.Forbidden("[]", "static pods do not support ephemeral containers");
                break;
            case EphemeralContainers:
                new PodRules(version, errors).Check(obj);
                new PodUpdateRules(version, errors).CheckEphemeralContainers(obj, old);
                break;
            case "":
                new PodRules(version, errors).Check(obj);
                new PodUpdateRules(version, errors).CheckPlainUpdate(obj, old);
                break;
        }

        return errors.ToStatus("Pod", NameOf(obj));
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> UnknownFields(JsonObject obj) => _fields.Unknown(obj);

    private static string NameOf(JsonObject pod) => pod.Object("metadata").Text("name") ?? "";

    /// <summary>
    /// The server takes the stored pod and from the request its ephemeral containers and identity only; newer ones also the
    /// managedFields, so that the manager of a debug container is known there.
    /// </summary>
    private void KeepOnlyEphemeralContainers(JsonObject obj, JsonObject old)
    {
        var requested = (JsonObject)obj.DeepClone();
        obj.Clear();
        foreach (var (name, value) in old)
            obj[name] = value?.DeepClone();
        string[] kept = ["name", "namespace", "uid", "resourceVersion"];
        foreach (var field in version >= KubernetesVersion.V1_36 ? [.. kept, "managedFields"] : kept)
            Take(obj.Object("metadata")!, requested.Object("metadata") ?? [], field);
        Take(obj.Object("spec")!, requested.Object("spec") ?? [], EphemeralField);
    }

    private static void Take(JsonObject target, JsonObject source, string field)
    {
        if (source[field] is { } value)
            target[field] = value.DeepClone();
        else
            target.Remove(field);
    }

    /// <summary>Pods have a generation since 1.33.</summary>
    private void DefaultGeneration(JsonObject metadata)
    {
        if (version >= KubernetesVersion.V1_36)
            PodDefaults.Missing(metadata, "generation", 1L);
        else
            metadata.Remove("generation");
    }

    private void CountGeneration(JsonObject obj, JsonObject old)
    {
        if (version < KubernetesVersion.V1_36 || obj.Object("metadata") is not { } metadata)
            return;
        var generation = old.Object("metadata").Number("generation") ?? 1;
        metadata["generation"] = JsonNode.DeepEquals(obj["spec"], old["spec"]) ? generation : generation + 1;
    }
}
