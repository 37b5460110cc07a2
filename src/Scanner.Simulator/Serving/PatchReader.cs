using System.Text.Json.Nodes;
using Scanner.Simulator.Api;
using Scanner.Simulator.Catalog;
using Scanner.Simulator.Decoding;
using Scanner.Simulator.Objects;
using Scanner.Simulator.Patching;
using Scanner.Simulator.Storage;
using Scanner.Simulator.Structured;

namespace Scanner.Simulator.Serving;

/// <summary>Reads patches of the four kinds and applies them to the stored object.</summary>
internal sealed class PatchReader(ResourceCatalog catalog, SimulatorOptions options)
{
    public const string Apply = "application/apply-patch+yaml";
    public const string Merge = "application/merge-patch+json";
    public const string Json = "application/json-patch+json";
    public const string Strategic = "application/strategic-merge-patch+json";

    private readonly ObjectReader _objects = new(catalog, options);

    public static bool Handles(string contentType) => contentType is Apply or Merge or Json or Strategic;

    /// <summary>The result of a server-side apply, with its managedFields.</summary>
    /// <exception cref="RefusalException">400: no configuration of this kind; 409: others own what it sets.</exception>
    public JsonObject Applied(ApiRequest request, StoredObject? old)
    {
        var (config, repeated) = Configuration(request);
        var force = request.Query["force"].ToString() is { Length: > 0 } and not ("false" or "0");
        var apply = new ServerSideApply(request.Type, request.Info.Subresource, request.FieldManager, force, options.TimeProvider);
        var (merged, refusal) = apply.Apply(old?.Parse(request.Type), config);
        if (merged is null)
            throw new RefusalException(refusal!);
        var lines = repeated.YamlErrors().ToArray();
        if (lines.Length > 0 && request.FieldValidation == "Strict")
        {
            throw new RefusalException(ApiErrors.BadRequest(
                "error strict decoding YAML: error converting YAML to JSON: " + RepeatedKeys.JoinYamlErrors(lines)));
        }

        if (request.FieldValidation == "Warn")
            request.Warn(lines);
        return Typed(request, config, merged);
    }

    /// <summary>The result of one of the other patches.</summary>
    /// <exception cref="RefusalException">The patch cannot be read or applied.</exception>
    public JsonObject Patched(ApiRequest request, StoredObject old)
    {
        var strategic = request.ContentType == Strategic;
        if (strategic && request.Type.Custom is not null)
        {
            throw new RefusalException(ApiErrors.UnsupportedMediaType(
                $"the body of the request was in an unknown format - accepted media types include: {Json}, {Merge}, {Apply}", details: false));
        }

        var (patch, repeated) = Patch(request);
        var patched = Patched(request, old.Parse(request.Type), patch);
        if (patched is not JsonObject obj)
            throw Unreadable(patched, $"couldn't get version/kind; json parse error: json: cannot unmarshal {JsonWording.KindOf(patched)} into Go value of type {ObjectReader.TypeMeta}");
        try
        {
            var said = request.ContentType == Json ? JsonPatchText.Problems(patch, repeated) : repeated.Paths(patch).Select(p => $"duplicate field \"{p}\"");
            var decoded = _objects.Read(obj, new RepeatedKeys(), request.Type, strategic ? ConverterWording.Instance : JsonWording.Instance);
            string[] problems = [.. said, .. decoded.Problems];
            if (problems.Length > 0 && request.FieldValidation == "Strict")
                throw Unreadable(strategic ? patch : patched, "strict decoding error: " + string.Join(", ", problems), strategic);
            if (request.FieldValidation == "Warn")
                request.Warn(problems);
            return decoded.Object;
        }
        catch (GoJsonException e)
        {
            throw Unreadable(strategic ? patch : patched, e.Message, strategic);
        }
    }

    private static (JsonObject Config, RepeatedKeys Repeated) Configuration(ApiRequest request)
    {
        (JsonNode? Root, RepeatedKeys Repeated) read;
        try
        {
            read = RequestText.Parse(request.Body, isYaml: true);
        }
        catch (GoJsonException e)
        {
            throw new RefusalException(ApiErrors.BadRequest($"error decoding YAML: error converting YAML to JSON: {e.Message}"));
        }

        if (read.Root is not (null or JsonObject))
        {
            throw new RefusalException(ApiErrors.BadRequest(
                "error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal "
                + $"{JsonWording.KindOf(read.Root)} into Go value of type map[string]interface {{}}"));
        }

        var config = read.Root as JsonObject ?? [];
        var (apiVersion, kind) = (config.Text("apiVersion") ?? "", config.Text("kind") ?? "");
        if (apiVersion != request.Type.ApiVersion || kind != request.Type.Kind)
        {
            var version = apiVersion.Contains('/', StringComparison.Ordinal) ? apiVersion : "/" + apiVersion;
            throw new RefusalException(ApiErrors.BadRequest($"invalid object type: {version}, Kind={kind}"));
        }

        return (config, read.Repeated);
    }

    // The merged object goes through the type, which refuses what the schema of apply let through.
    private JsonObject Typed(ApiRequest request, JsonObject config, JsonObject merged)
    {
        try
        {
            return request.Type.Custom is null
                ? _objects.Read(merged, new RepeatedKeys(), request.Type, JsonWording.Instance).Object
                : CustomObjectReader.Complete(merged, request.Type);
        }
        catch (GoJsonException e)
        {
            var type = request.Type;
            var gvk = $"{(type.Group.Length == 0 ? "/" : "")}{type.ApiVersion}, Kind={type.Kind}";
            throw new RefusalException(ApiStatus.Failure(
                500,
                null,
                $"failed to convert new object ({config.Namespace()}/{config.Name()}; {gvk}) to proper version: "
                + $"unable to convert unstructured object to {gvk}: error decoding from json: {e.Message}"));
        }
    }

    private static (JsonNode? Patch, RepeatedKeys Repeated) Patch(ApiRequest request)
    {
        var prefix = request.ContentType == Strategic ? "" : "error decoding patch: ";
        try
        {
            var (root, repeated) = RequestText.Parse(request.Body, isYaml: false);
            if (request.ContentType == Json)
                JsonPatchText.Check(root);
            else if (root is not (null or JsonObject))
                throw new GoJsonException($"json: cannot unmarshal {JsonWording.KindOf(root)} into Go value of type map[string]interface {{}}");
            return (root, repeated);
        }
        catch (GoJsonException e)
        {
            throw new RefusalException(ApiErrors.BadRequest(prefix + e.Message));
        }
    }

    private static JsonNode Patched(ApiRequest request, JsonObject obj, JsonNode? patch)
    {
        try
        {
            switch (request.ContentType)
            {
                case Json:
                    return JsonPatch.Apply(obj, patch as JsonArray ?? []);
                case Strategic:
                    return StrategicMergePatch.Apply(obj, patch as JsonObject ?? [], request.Type.Shape);
                default:
                    JsonMergePatch.Apply(obj, patch as JsonObject ?? throw new PatchException("Invalid JSON Patch", PatchFault.BadRequest));
                    return obj;
            }
        }
        catch (PatchException e)
        {
            throw new RefusalException(e.Fault switch
            {
                PatchFault.BadRequest => ApiErrors.BadRequest(e.Message),
                PatchFault.Internal => ApiStatus.Failure(500, null, e.Message),
                PatchFault.Unprocessable or _ => ApiErrors.UnprocessablePatch(),
            });
        }
    }

    // A strategic merge patch is shown itself, as Go prints it; of the others the patched object is.
    private static RefusalException Unreadable(JsonNode? shown, string why, bool asMap = false)
    {
        var text = Admission.GoText.Quote(asMap ? GoValue.Plain(shown) : JsonText.ToText(shown ?? ""));
        return new RefusalException(ApiErrors.Invalid("", "", "", new FieldCause("FieldValueInvalid", $"Invalid value: {text}: {why}", "patch")));
    }
}
