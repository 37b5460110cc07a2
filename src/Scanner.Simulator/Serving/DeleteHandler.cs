using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.Simulator.Catalog;
using Scanner.Simulator.Objects;
using Scanner.Simulator.Storage;

namespace Scanner.Simulator.Serving;

/// <summary>Answers delete and deletecollection, graceful where the object asks for it.</summary>
internal sealed class DeleteHandler(ClusterStore store, WritePipeline pipeline)
{
    private const long DefaultPodGrace = 30;

    public async Task<Answer> DeleteAsync(ApiRequest request)
    {
        var options = Options(request);
        request = request with { Deletion = options };
        WriteOptions.Validate(request, store.Options.Version);
        var old = store.Find(request.Type, request.ObjectNamespace, request.Info.Name)
            ?? throw new RefusalException(ApiErrors.NotFound(request.Type, request.Info.Name));
        CheckPreconditions(request, options, old);
        var warnings = await pipeline.AdmitDeleteAsync(request, old.Parse(request.Type));
        return Delete(request, options, old) with { Warnings = warnings };
    }

    public async Task<Answer> DeleteCollectionAsync(ApiRequest request)
    {
        var options = Options(request);
        request = request with { Deletion = options };
        WriteOptions.Validate(request, store.Options.Version);
        var selector = ListHandler.Selector(request);
        var (objects, version) = store.ReadAll(request.Type);
        var selected = objects.Where(selector.Matches).ToArray();
        foreach (var old in selected)
        {
            await pipeline.AdmitDeleteAsync(request, old.Parse(request.Type));
            Delete(request, options, old);
        }

        return new Answer.OfList(request.Type, new ListPage(selected, version, null, null));
    }

    private Answer Delete(ApiRequest request, JsonObject options, StoredObject old)
    {
        var type = request.Type;
        if (type.Kind == "Namespace" && type.Group.Length == 0)
            return DeleteNamespace(request, old);
        var obj = old.Parse(type);
        var grace = Grace(type, obj, options);
        if (grace > 0 || obj.Metadata()["finalizers"] is JsonArray { Count: > 0 })
        {
            ObjectMetadata.MarkDeleted(obj, grace, store.Options.TimeProvider);
            ObjectMetadata.Complete(obj, old.Parse(type), type, store.Options);
            var marked = request.IsDryRun ? new StoredObject(obj, old.Version) : store.Replace(type, obj, old) ?? old;
            return new Answer.OfObject(200, type, marked);
        }

        var gone = request.IsDryRun ? old : store.Remove(type, old);
        return type.Kind is "Pod" or "ServiceAccount" ? new Answer.OfObject(200, type, gone) : Success(type, old);
    }

    // Terminating first, so that watches see it; then the content goes, then the namespace itself.
    private Answer DeleteNamespace(ApiRequest request, StoredObject old)
    {
        var type = request.Type;
        if (old.Name is "default" or "kube-system" or "kube-public")
            throw new RefusalException(ApiErrors.Forbidden(type, old.Name, "this namespace may not be deleted"));
        var obj = old.Parse(type);
        obj.Metadata()["deletionTimestamp"] ??= ObjectMetadata.Timestamp(store.Options.TimeProvider);
        obj.ObjectOrNew("status")["phase"] = "Terminating";
        if (request.IsDryRun)
            return new Answer.OfObject(200, type, new StoredObject(obj, old.Version));
        var terminating = store.Replace(type, obj, old) ?? old;
        if (store.ClearNamespace(old.Name, keepFinalized: true))
            store.Remove(type, terminating);
        return new Answer.OfObject(200, type, terminating);
    }

    private static Answer Success(ResourceType type, StoredObject old)
    {
        var details = new JsonObject { ["name"] = old.Name };
        if (type.Group.Length > 0)
            details["group"] = type.Group;
        details["kind"] = type.Resource;
        details["uid"] = old.Uid;
        return new Answer.OfJson(200, new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Success",
            ["details"] = details,
        });
    }

    // Only pods are deleted gracefully, and only while a node may run them.
    private static long Grace(ResourceType type, JsonObject obj, JsonObject options)
    {
        if (type.Kind != "Pod")
            return 0;
        var asked = options.Number("gracePeriodSeconds");
        var finished = obj.Object("status")?.Text("phase") is "Succeeded" or "Failed";
        if (finished || string.IsNullOrEmpty(obj.Object("spec")?.Text("nodeName")))
            return 0;
        return Math.Max(0, asked ?? obj.Object("spec")?.Number("terminationGracePeriodSeconds") ?? DefaultPodGrace);
    }

    private static void CheckPreconditions(ApiRequest request, JsonObject options, StoredObject old)
    {
        if (options.Object("preconditions") is not { } preconditions)
            return;
        var version = old.Version.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (preconditions.Text("uid") is { } uid && uid != old.Uid)
            throw Outdated(
                request, old, $"the UID in the precondition ({uid}) does not match the UID in record ({old.Uid}). The object might have been deleted and then recreated");
        if (preconditions.Text("resourceVersion") is { } seen && seen != version)
            throw Outdated(
                request,
                old,
                $"the ResourceVersion in the precondition ({seen}) does not match the ResourceVersion in record ({version}). The object might have been modified");
    }

    // The server names the kind here, where it names the resource elsewhere.
    private static RefusalException Outdated(ApiRequest request, StoredObject old, string why) =>
        new(ApiErrors.Conflict(request.Type with { Resource = request.Type.Kind }, old.Name, why));

    /// <summary>A body takes the place of the whole query, and so of a <c>dryRun=All</c> in it.</summary>
    private static JsonObject Options(ApiRequest request)
    {
        if (request.Body.Length == 0)
            return OfQuery(request);
        WriteHandler.RequireJsonOrYaml(request);
        try
        {
            return JsonText.ParseObject(request.Body);
        }
        catch (JsonException e)
        {
            throw new RefusalException(ApiErrors.BadRequest($"couldn't get version/kind; json parse error: {e.Message}"));
        }
    }

    private static JsonObject OfQuery(ApiRequest request)
    {
        var options = new JsonObject();
        if (request.Query["dryRun"] is { Count: > 0 } dryRun)
            options["dryRun"] = new JsonArray([.. dryRun.Select(v => (JsonNode?)v)]);
        if (request.Query["propagationPolicy"].ToString() is { Length: > 0 } policy)
            options["propagationPolicy"] = policy;
        if (ListOptions.Number(request, "gracePeriodSeconds") is { } grace)
            options["gracePeriodSeconds"] = grace;
        return options;
    }
}
