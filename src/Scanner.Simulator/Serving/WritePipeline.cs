using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Scanner.Simulator.Admission;
using Scanner.Simulator.Api;
using Scanner.Simulator.Catalog;
using Scanner.Simulator.Objects;
using Scanner.Simulator.Patching;
using Scanner.Simulator.Storage;
using Scanner.Simulator.Structured;

namespace Scanner.Simulator.Serving;

/// <summary>
/// The way of a new or changed object into the store, in the real server's order: defaults, managedFields, mutating admission,
/// preparation, API validation, validating admission, storage.
/// </summary>
internal sealed class WritePipeline(ClusterStore store, IAdmissionChain? admission)
{
    private readonly SimulatorOptions _options = store.Options;

    /// <param name="obj">As decoded; changed in place.</param>
    /// <param name="managed">Whether managedFields are complete already, as after an apply.</param>
    public async Task<Answer> CreateAsync(ApiRequest request, JsonObject obj, bool managed)
    {
        var type = request.Type;
        ObjectMetadata.GenerateName(obj);
        var submitted = (JsonObject)obj.DeepClone();
        ObjectDefaults.Apply(type, obj, _options);
        if (type.HasStatus)
            ResetStatus(type, obj);
        if (!managed)
            RecordManager(request, obj, null, submitted);

        CheckNamespace(request, obj);
        var (mutated, said) = await MutateAsync(request, "CREATE", obj, null);
        obj = mutated;
        var repeated = OwnerReferences.Dedup(obj, afterAdmission: true);
        ObjectDefaults.Apply(type, obj, _options);
        ObjectMetadata.Complete(obj, null, type, _options);
        request.Warn(_options.StrategyFor(type)?.PrepareForCreate(obj) ?? []);
        Refuse(ObjectRules.Create(type, obj, _options));
        var checkedBy = await ValidateAsync(request, "CREATE", obj, null);
        // It is the storage that looks, which a dry run does not reach.
        if (request.Info.Verb == "create" && !request.IsDryRun)
            ObjectVersions.CheckCreate(obj);

        var stored = request.IsDryRun ? DryRunCreate(type, obj) : store.Create(type, obj);
        return stored is null
            ? new Answer.OfStatus(ApiErrors.AlreadyExists(type, obj.Name()))
            : new Answer.OfObject(201, type, stored) { Warnings = [.. said, .. repeated, .. checkedBy] };
    }

    /// <summary>Null when the object has changed meanwhile.</summary>
    /// <param name="obj">As patched or sent; changed in place.</param>
    public async Task<Answer?> UpdateAsync(ApiRequest request, JsonObject obj, StoredObject old, bool managed)
    {
        var type = request.Type;
        var oldObj = old.Parse(type);
        Subresources.KeepOthers(obj, oldObj, request, _options);
        ObjectDefaults.Apply(type, obj, _options);
        if (!managed)
            RecordManager(request, obj, oldObj, obj);

        var (mutated, said) = await MutateAsync(request, "UPDATE", obj, oldObj);
        obj = mutated;
        var repeated = OwnerReferences.Dedup(obj, afterAdmission: true);
        ObjectVersions.Check(request, obj, old, isUpdate: request.Info.Verb == "update");
        ObjectDefaults.Apply(type, obj, _options);
        var strategy = _options.StrategyFor(type);
        strategy?.PrepareForUpdate(obj, oldObj, request.Info.Subresource);
        var changedUid = MetadataRules.ChangedUid(obj, oldObj);
        ObjectMetadata.Complete(obj, oldObj, type, _options);
        Refuse(ObjectRules.Update(type, obj, oldObj, changedUid, request.Info.Subresource, _options));
        var checkedBy = await ValidateAsync(request, "UPDATE", obj, oldObj);

        var stored = request.IsDryRun ? new StoredObject(obj, old.Version) : store.Replace(type, obj, old);
        return stored is null ? null : new Answer.OfObject(200, type, stored) { Warnings = [.. said, .. repeated, .. checkedBy] };
    }

    /// <summary>Asks validating admission about a deletion.</summary>
    public Task<ImmutableArray<string>> AdmitDeleteAsync(ApiRequest request, JsonObject old) => ValidateAsync(request, "DELETE", null, old);

    private StoredObject? DryRunCreate(ResourceType type, JsonObject obj)
    {
        if (store.Find(type, obj.Namespace(), obj.Name()) is not null)
            return null;
        // What a client says it has seen stands in the answer as it was sent.
        if (obj.Metadata().Text("resourceVersion") is not { Length: > 0 })
            obj.Metadata().Remove("resourceVersion");
        return new StoredObject(obj, 0);
    }

    private void RecordManager(ApiRequest request, JsonObject obj, JsonObject? old, JsonObject submitted)
    {
        ManagedFields.RecordUpdate(
            UnownedDefaults.Without(request.Type, obj, submitted, old),
            old,
            request.Type,
            request.Info.Subresource,
            request.FieldManager,
            _options.TimeProvider,
            into: obj);
    }

    private async Task<(JsonObject Object, ImmutableArray<string> Warnings)> MutateAsync(ApiRequest request, string operation, JsonObject obj, JsonObject? old)
    {
        if (admission is null)
            return (obj, []);
        var outcome = await admission.MutateAsync(Review(request, operation, obj, old), request.Http.RequestAborted);
        Refuse(outcome.Refusal, outcome.Warnings);
        return (outcome.Object ?? obj, outcome.Warnings);
    }

    private async Task<ImmutableArray<string>> ValidateAsync(ApiRequest request, string operation, JsonObject? obj, JsonObject? old)
    {
        if (admission is null)
            return [];
        var outcome = await admission.ValidateAsync(Review(request, operation, obj, old), request.Http.RequestAborted);
        Refuse(outcome.Refusal, outcome.Warnings);
        return outcome.Warnings;
    }

    private static AdmissionRequest Review(ApiRequest request, string operation, JsonObject? obj, JsonObject? old)
    {
        var type = request.Type;
        var name = request.Info.Name.Length > 0 ? request.Info.Name : (obj ?? old)?.Name() ?? "";
        return new AdmissionRequest(
            operation, type.Group, type.Version, type.Resource, request.Info.Subresource, type.Kind, request.Info.Namespace, name, obj, old, request.User, request.IsDryRun);
    }

    // Admission may create nothing in a namespace that is absent or going.
    private void CheckNamespace(ApiRequest request, JsonObject obj)
    {
        if (!request.Type.Namespaced)
            return;
        var name = request.Info.Namespace;
        if (store.Get("", "namespaces", null, name) is not { } ns)
            throw new RefusalException(ApiErrors.NotFound("", "namespaces", name));
        if (ns.Object("metadata")?.ContainsKey("deletionTimestamp") != true)
            return;
        var refusal = ApiErrors.Forbidden(request.Type, obj.Name(), $"unable to create new content in namespace {name} because it is being terminated");
        refusal.Body.ObjectOrNew("details")["causes"] = new JsonArray(new JsonObject
        {
            ["reason"] = "NamespaceTerminating",
            ["message"] = $"namespace {name} is being terminated",
            ["field"] = "metadata.namespace",
        });
        throw new RefusalException(refusal);
    }

    // The status of a new object is not its creator's.
    private void ResetStatus(ResourceType type, JsonObject obj)
    {
        obj.Remove("status");
        if (type.Custom is not null)
            return;
        TypedObject.Complete(obj, type.Shape);
        ObjectDefaults.Apply(type, obj, _options);
    }

    private static void Refuse(ApiStatus? refusal, ImmutableArray<string> warnings = default)
    {
        if (refusal is not null)
            throw new RefusalException(refusal) { Warnings = warnings.IsDefault ? [] : warnings };
    }
}
