using System.Text.Json.Nodes;
using Scanner.Simulator.Catalog;
using Scanner.Simulator.Decoding;
using Scanner.Simulator.Objects;
using Scanner.Simulator.Structured;

namespace Scanner.Simulator.Serving;

/// <summary>Reads the object of a create or update, and the result of a patch, into the form that the server works with.</summary>
internal sealed class ObjectReader(ResourceCatalog catalog, SimulatorOptions options)
{
    // What the server's decoder looks at first.
    public const string TypeMeta = """struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" }""";

    /// <summary>Reads the body, and warns of unknown and repeated fields where the request wants it.</summary>
    /// <exception cref="RefusalException">400: no object, none of the wanted kind, or strict validation found a problem.</exception>
    public DecodedObject ReadBody(ApiRequest request)
    {
        var (root, repeated) = Parse(request);
        var obj = root as JsonObject ?? [];
        DecodedObject decoded;
        try
        {
            decoded = Read(obj, request.IsYaml ? new RepeatedKeys() : repeated, request.Type, JsonWording.Instance);
        }
        catch (GoJsonException e)
        {
            throw new RefusalException(ApiErrors.BadRequest(CannotHandle(obj, request.Type, e.Message)));
        }

        string[] lines = request.IsYaml ? [.. repeated.YamlErrors()] : [];
        if (request.FieldValidation == "Strict" && lines.Length + decoded.Problems.Count > 0)
        {
            string[] errors = [.. lines.Length > 0 ? [RepeatedKeys.JoinYamlErrors(lines)] : Array.Empty<string>(), .. decoded.Problems];
            throw new RefusalException(ApiErrors.BadRequest(CannotHandle(obj, request.Type, "strict decoding error: " + string.Join(", ", errors))));
        }

        if (request.FieldValidation == "Warn")
            request.Warn([.. lines, .. decoded.Problems]);
        return decoded;
    }

    /// <summary>Reads a patched object, whose patch the errors speak of.</summary>
    /// <param name="repeated">Of the patch, where its objects are part of <paramref name="patched"/>.</param>
    /// <exception cref="GoJsonException">It does not fit the type.</exception>
    public DecodedObject Read(JsonObject patched, RepeatedKeys repeated, ResourceType type, IDecodeWording wording)
    {
        if (type.Custom is not null)
            return CustomObjectReader.Read(patched, repeated, type);
        var (apiVersion, kind) = (patched.Text("apiVersion") ?? "", patched.Text("kind") ?? "");
        // The converter asks nobody what the object says it is.
        var shape = type.Shape;
        var found = wording is ConverterWording ? type : TypeOf(apiVersion.Length > 0 ? apiVersion : type.ApiVersion, kind.Length > 0 ? kind : type.Kind);
        var decoder = new TypedDecoder(repeated, wording, options.Version);
        var decoded = decoder.Decode(patched, found.Shape);
        if (!ReferenceEquals(found.Shape, shape))
            throw new GoJsonException($"converting ({found.Shape.Name}) to ({Internal(type)}.{type.Kind}): unknown conversion");
        TypedObject.Complete(decoded, type.Shape);
        decoded["apiVersion"] = type.ApiVersion;
        decoded["kind"] = type.Kind;
        var older = options.StrategyFor(type)?.UnknownFields(decoded) ?? [];
        return new DecodedObject(decoded, [.. decoder.Problems, .. older.Select(f => $"unknown field \"{f}\"")]);
    }

    /// <summary><c>ConfigMap in version "v1" cannot be handled as a ConfigMap: TEXT</c>, by what the object says it is.</summary>
    public static string CannotHandle(JsonObject obj, ResourceType type, string text)
    {
        var kind = obj.Text("kind") is { Length: > 0 } given ? given : type.Kind;
        var apiVersion = obj.Text("apiVersion") is { Length: > 0 } version ? version : type.ApiVersion;
        return $"{kind} in version \"{BuiltInResources.SplitApiVersion(apiVersion).Version}\" cannot be handled as a {type.Kind}: {text}";
    }

    private static (JsonNode? Root, RepeatedKeys Repeated) Parse(ApiRequest request)
    {
        string text;
        try
        {
            var parsed = RequestText.Parse(request.Body, request.IsYaml);
            if (parsed.Root is null or JsonObject)
                return parsed;
            text = $"couldn't get version/kind; json parse error: json: cannot unmarshal {JsonWording.KindOf(parsed.Root)} into Go value of type {TypeMeta}";
        }
        catch (GoJsonException e)
        {
            text = request.IsYaml ? e.Message : "couldn't get version/kind; json parse error: " + e.Message;
        }

        throw new RefusalException(ApiErrors.BadRequest(
            $"the object provided is unrecognized (must be of type {request.Type.Kind}): {text} ({RequestText.Summary(request.Body)})"));
    }

    private ResourceType TypeOf(string apiVersion, string kind) =>
        Known(apiVersion, kind) is { Custom: null } found
            ? found
            : throw new GoJsonException(
                $"no kind \"{kind}\" is registered for version \"{apiVersion}\" in scheme \"pkg/api/legacyscheme/scheme.go:30\"");

    // Some kinds are only ever sent to a subresource of another.
    private ResourceType? Known(string apiVersion, string kind) => kind == "TokenRequest"
        ? new ResourceType("authentication.k8s.io", "v1", "tokenrequests", kind, true)
        : catalog.FindKind(apiVersion, kind);

    private static string Internal(ResourceType type) => type.Group.Length == 0 ? "core" : type.Group.Split('.')[0];
}
