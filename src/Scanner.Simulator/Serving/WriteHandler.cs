using System.Text.Json.Nodes;
using Scanner.Simulator.Objects;
using Scanner.Simulator.Storage;

namespace Scanner.Simulator.Serving;

/// <summary>Answers create, update and patch.</summary>
internal sealed class WriteHandler(ClusterStore store, WritePipeline pipeline)
{
    /// <summary>How often a patch is computed anew when the object changes under it, as the real server does.</summary>
    private const int PatchAttempts = 5;

    // Fields of metadata that are never taken from the creator.
    private static readonly string[] System = ["uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink"];

    private readonly ObjectReader _reader = new(store.Catalog, store.Options);
    private readonly PatchReader _patches = new(store.Catalog, store.Options);

    public async Task<Answer> CreateAsync(ApiRequest request)
    {
        RequireJsonOrYaml(request);
        WriteOptions.Validate(request, store.Options.Version);
        var obj = Read(request);
        foreach (var field in System)
            obj.Metadata().Remove(field);
        ObjectIdentity.SetNamespace(request, obj);
        request.Warn(OwnerReferences.Dedup(obj, afterAdmission: false));
        return await pipeline.CreateAsync(request, obj, managed: false);
    }

    public async Task<Answer> UpdateAsync(ApiRequest request)
    {
        RequireJsonOrYaml(request);
        WriteOptions.Validate(request, store.Options.Version);
        var obj = Read(request);
        ObjectIdentity.SetNamespace(request, obj);
        ObjectIdentity.CheckName(request, obj);
        request.Warn(OwnerReferences.Dedup(obj, afterAdmission: false));
        var old = Find(request) ?? throw new RefusalException(ApiErrors.NotFound(request.Type, request.Info.Name));
        ObjectVersions.RequireForUpdate(request.Type, obj);
        return await pipeline.UpdateAsync(request, obj, old, managed: false)
            ?? new Answer.OfStatus(ApiErrors.Modified(request.Type, request.Info.Name));
    }

    public async Task<Answer> PatchAsync(ApiRequest request)
    {
        if (!PatchReader.Handles(request.ContentType))
            throw new RefusalException(ApiErrors.UnsupportedMediaType());
        WriteOptions.Validate(request, store.Options.Version);
        for (var attempt = 0; attempt < PatchAttempts; attempt++)
        {
            if (await PatchOnceAsync(request, Find(request)) is { } answer)
                return answer;
        }

        return new Answer.OfStatus(ApiErrors.Modified(request.Type, request.Info.Name));
    }

    private async Task<Answer?> PatchOnceAsync(ApiRequest request, StoredObject? old)
    {
        var applies = request.ContentType == PatchReader.Apply;
        if (old is null && (!applies || request.Info.Subresource.Length > 0))
            return new Answer.OfStatus(ApiErrors.NotFound(request.Type, request.Info.Name));
        var obj = applies ? _patches.Applied(request, old) : _patches.Patched(request, old!);
        if (old is null && obj.Metadata().Text("uid") is { Length: > 0 } uid)
        {
            throw new RefusalException(ApiErrors.Conflict(
                request.Type, request.Info.Name, $"uid mismatch: the provided object specified uid {uid}, and no existing object was found"));
        }

        ObjectIdentity.SetNamespace(request, obj);
        ObjectIdentity.CheckName(request, obj);
        return old is null
            ? await pipeline.CreateAsync(request, obj, managed: true)
            : await pipeline.UpdateAsync(request, obj, old, managed: applies);
    }

    private JsonObject Read(ApiRequest request)
    {
        var decoded = _reader.ReadBody(request);
        if (request.Type.Custom is not null)
            ObjectIdentity.CheckCustomKind(request.Type, decoded.Object);
        return decoded.Object;
    }

    private StoredObject? Find(ApiRequest request) => store.Find(request.Type, request.ObjectNamespace, request.Info.Name);

    public static void RequireJsonOrYaml(ApiRequest request)
    {
        if (request.ContentType is not ("" or "application/json" or "application/yaml"))
        {
            throw new RefusalException(ApiErrors.UnsupportedMediaType(
                "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml"
                + (request.Type.Custom is null ? ", application/vnd.kubernetes.protobuf" : ""),
                details: false));
        }
    }
}
