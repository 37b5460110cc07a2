using System.Globalization;
using System.Text.Json.Nodes;
using Scanner.Simulator.Api;
using Scanner.Simulator.Catalog;
using Scanner.Simulator.Objects;
using Scanner.Simulator.Storage;

namespace Scanner.Simulator.Serving;

/// <summary>The optimistic concurrency of writes: resourceVersion and uid of the object that the client has seen.</summary>
internal static class ObjectVersions
{
    // Kinds that cannot be overwritten without saying which version was seen (k8s:pkg/registry, AllowUnconditionalUpdate).
    private static readonly HashSet<string> Conditional = new(StringComparer.Ordinal)
    {
        "Lease", "PodDisruptionBudget", "RuntimeClass", "CustomResourceDefinition", "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration",
        "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding", "MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding",
    };

    /// <exception cref="RefusalException">500: a new object has none.</exception>
    public static void CheckCreate(JsonObject obj)
    {
        if (obj.Metadata().Text("resourceVersion") is { Length: > 0 })
            throw new RefusalException(ApiStatus.Failure(500, null, "resourceVersion should not be set on objects to be created"));
    }

    /// <exception cref="RefusalException">422: an update of this kind has to say what it has seen.</exception>
    public static void RequireForUpdate(ResourceType type, JsonObject obj)
    {
        if (string.IsNullOrEmpty(obj.Metadata().Text("resourceVersion")) && (type.Custom is not null || Conditional.Contains(type.Kind)))
        {
            var refusal = ApiErrors.Invalid(
                type.Group, type.Resource, obj.Name(),
                new FieldCause("FieldValueInvalid", "Invalid value: 0: must be specified for an update", "metadata.resourceVersion"));
            throw new RefusalException(refusal);
        }
    }

    /// <summary>Takes the stored version over once it is the one that the client has seen.</summary>
    /// <param name="isUpdate">A PUT, whose uid is a precondition of the storage.</param>
    /// <exception cref="RefusalException">Another version or uid is stored.</exception>
    public static void Check(ApiRequest request, JsonObject obj, StoredObject old, bool isUpdate)
    {
        var metadata = obj.Metadata();
        if (isUpdate && metadata.Text("uid") is { Length: > 0 } uid && uid != old.Uid)
        {
            var key = $"/registry/{(request.Type.Custom is null ? "" : request.Type.Group + "/")}{request.Type.Resource}/{old.Key}";
            throw new RefusalException(ApiErrors.Conflict(
                request.Type,
                old.Name,
                $"StorageError: invalid object, Code: 4, Key: {key}, ResourceVersion: 0, AdditionalErrorMsg: "
                + $"Precondition failed: UID in precondition: {uid}, UID in object meta: {old.Uid}"));
        }

        var version = old.Version.ToString(CultureInfo.InvariantCulture);
        if (metadata.Text("resourceVersion") is { Length: > 0 } given && given != version)
        {
            throw new RefusalException(ulong.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out _)
                ? ApiErrors.Modified(request.Type, old.Name)
                : ApiStatus.Failure(500, null, $"strconv.ParseUint: parsing \"{given}\": invalid syntax"));
        }

        metadata["resourceVersion"] = version;
    }
}
