using System.Text.Json.Nodes;
using Scanner.Simulator.Api;
using Scanner.Simulator.Objects;
using Scanner.Simulator.Patching;
using Scanner.Simulator.Storage;

namespace Scanner.Simulator.Serving;

/// <summary>Answers create, update and patch.</summary>
internal sealed class WriteHandler(ClusterStore store, WritePipeline pipeline)
{
    /// <summary>How often a patch is computed anew when the object changes under it, as the real server does.</summary>
    private const int PatchAttempts = 5;
    private const string Apply = "application/apply-patch+yaml";
    private const string Strategic = "application/strategic-merge-patch+json";

    private readonly FieldChecks _fields = new(store.Options);

    public async Task<Answer> CreateAsync(ApiRequest request)
    {
        RequireJsonOrYaml(request);
        WriteOptions.Validate(request, store.Options.Version);
        var obj = Decode(request);
        var warnings = _fields.Check(request, obj, patch: null);
        obj.Metadata().Remove("resourceVersion");
        obj.Metadata().Remove("uid");
        obj.Metadata().Remove("creationTimestamp");
        obj.Metadata().Remove("managedFields");
        return await pipeline.CreateAsync(request, obj, managed: false, warnings);
    }

    public async Task<Answer> UpdateAsync(ApiRequest request)
    {
        RequireJsonOrYaml(request);
        WriteOptions.Validate(request, store.Options.Version);
        var obj = Decode(request);
        var warnings = _fields.Check(request, obj, patch: null);
        var old = Find(request) ?? throw new RefusalException(ApiErrors.NotFound(request.Type, request.Info.Name));
        return await pipeline.UpdateAsync(request, obj, old, managed: false, warnings)
            ?? new Answer.OfStatus(ApiErrors.Modified(request.Type, request.Info.Name));
    }

    public async Task<Answer> PatchAsync(ApiRequest request)
    {
        if (request.ContentType is not (Apply or Strategic or "application/merge-patch+json" or "application/json-patch+json"))
            throw new RefusalException(ApiErrors.UnsupportedMediaType());
        WriteOptions.Validate(request, store.Options.Version);
        for (var attempt = 0; attempt < PatchAttempts; attempt++)
        {
            var old = Find(request);
            var answer = request.ContentType == Apply
                ? await ApplyAsync(request, old)
                : await PatchAsync(request, old ?? throw new RefusalException(ApiErrors.NotFound(request.Type, request.Info.Name)));
            if (answer is not null)
                return answer;
        }

        return new Answer.OfStatus(ApiErrors.Modified(request.Type, request.Info.Name));
    }

    private async Task<Answer?> PatchAsync(ApiRequest request, StoredObject old)
    {
        var obj = old.Parse(request.Type);
        JsonNode patch;
        try
        {
            patch = JsonNode.Parse(request.Body) ?? new JsonObject();
            obj = Patched(request, obj, patch);
        }
        catch (System.Text.Json.JsonException e)
        {
            throw new RefusalException(ApiErrors.BadRequest($"error decoding patch: {e.Message}"));
        }
        catch (PatchException e)
        {
            throw new RefusalException(ApiStatus.Failure(422, "Invalid", $"the server rejected our request due to an error in our request: {e.Message}", []));
        }

        var warnings = _fields.Check(request, obj, patch);
        return await pipeline.UpdateAsync(request, obj, old, managed: false, warnings);
    }

    private static JsonObject Patched(ApiRequest request, JsonObject obj, JsonNode patch)
    {
        switch (request.ContentType)
        {
            case "application/json-patch+json":
                return JsonPatch.Apply(obj, patch as JsonArray ?? throw new PatchException("a JSON patch is a list"));
            case Strategic when request.Type.Custom is not null:
                throw new RefusalException(ApiErrors.UnsupportedMediaType(
                    "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, "
                    + "application/merge-patch+json, application/apply-patch+yaml",
                    details: false));
            case Strategic:
                StrategicMergePatch.Apply(obj, AsObject(patch));
                return obj;
            default:
                JsonMergePatch.Apply(obj, AsObject(patch));
                return obj;
        }
    }

    private async Task<Answer?> ApplyAsync(ApiRequest request, StoredObject? old)
    {
        var config = Decode(request);
        config.Metadata()["name"] ??= request.Info.Name;
        if (_fields.CheckApplied(request, config) is { } undeclared)
            return new Answer.OfStatus(undeclared);
        var (merged, refusal) = ServerSideApply.Apply(
            old?.Parse(request.Type),
            config,
            request.Type,
            request.Info.Subresource,
            request.FieldManager,
            request.Query["force"].ToString() is "true" or "1",
            store.Options.TimeProvider);
        if (merged is null)
            return new Answer.OfStatus(refusal!);
        if (old is not null)
            return await pipeline.UpdateAsync(request, merged, old, managed: true, []);
        if (request.Info.Subresource.Length > 0)
            return new Answer.OfStatus(ApiErrors.NotFound(request.Type, request.Info.Name));
        return await pipeline.CreateAsync(request, merged, managed: true, []);
    }

    private StoredObject? Find(ApiRequest request) => store.Find(request.Type, request.ObjectNamespace, request.Info.Name);

    public static void RequireJsonOrYaml(ApiRequest request)
    {
        if (request.ContentType is not ("" or "application/json" or "application/yaml"))
            throw new RefusalException(ApiErrors.UnsupportedMediaType());
    }

    // The object of a request body, in the namespace of the URL.
    private static JsonObject Decode(ApiRequest request)
    {
        var obj = request.BodyObject();
        var type = request.Type;
        var (apiVersion, kind) = (obj.Text("apiVersion") ?? type.ApiVersion, obj.Text("kind") ?? type.Kind);
        if (apiVersion != type.ApiVersion || kind != type.Kind)
        {
            throw new RefusalException(ApiErrors.BadRequest(
                $"the API version in the data ({apiVersion}, Kind={kind}) does not match the expected API version ({type.ApiVersion}, Kind={type.Kind})"));
        }

        if (obj["metadata"] is not JsonObject)
            obj["metadata"] = new JsonObject();
        if (request.ObjectNamespace.Length > 0 && obj.Namespace().Length > 0 && obj.Namespace() != request.ObjectNamespace)
            throw new RefusalException(ApiErrors.BadRequest("the namespace of the provided object does not match the namespace sent on the request"));
        if (request.ObjectNamespace.Length > 0)
            obj.Metadata()["namespace"] = request.ObjectNamespace;
        obj["apiVersion"] = type.ApiVersion;
        obj["kind"] = type.Kind;
        return obj;
    }

    private static JsonObject AsObject(JsonNode patch) => patch as JsonObject ?? throw new PatchException("the patch is not an object");
}
