using System.Text.Json.Nodes;
using Scanner.Simulator.Api;
using Scanner.Simulator.Catalog;

namespace Scanner.Simulator.Serving;

/// <summary>What <c>fieldValidation</c> asks for: unknown fields refuse a write, warn, or are dropped silently.</summary>
internal sealed class FieldChecks(SimulatorOptions options)
{
    /// <summary>Drops unknown fields, in place, and returns the warnings.</summary>
    /// <exception cref="RefusalException">Strict validation found some.</exception>
    public IReadOnlyList<string> Check(ApiRequest request, JsonObject obj, JsonNode? patch)
    {
        var unknown = Unknown(request.Type, obj);
        if (unknown.Count == 0)
            return [];
        if (request.FieldValidation == "Strict")
            throw new RefusalException(Strict(request.Type, unknown, patch));
        foreach (var path in unknown)
            FieldPath.Remove(obj, path);
        return request.FieldValidation == "Warn" ? [.. unknown.Select(u => $"unknown field \"{u}\"")] : [];
    }

    /// <summary>Server-side apply knows no unknown fields: 500, whatever the validation.</summary>
    public ApiStatus? CheckApplied(ApiRequest request, JsonObject config)
    {
        if (Unknown(request.Type, config) is not [var first, ..])
            return null;
        var name = request.ObjectNamespace.Length > 0 ? $"{request.ObjectNamespace}/{request.Info.Name}" : "/" + request.Info.Name;
        var status = ApiStatus.Failure(
            500,
            null,
            $"failed to create typed patch object ({name}; {request.Type.ApiVersion}, Kind={request.Type.Kind}): .{first}: field not declared in schema");
        return status;
    }

    private IReadOnlyList<string> Unknown(ResourceType type, JsonObject obj) =>
        type.Schema is { } schema ? CustomSchema.Unknown(obj, schema) : options.StrategyFor(type)?.UnknownFields(obj) ?? [];

    private static ApiStatus Strict(ResourceType type, IReadOnlyList<string> unknown, JsonNode? patch)
    {
        var why = "strict decoding error: " + string.Join(", ", unknown.Select(u => $"unknown field \"{u}\""));
        if (patch is null)
        {
            return type.Custom is null
                ? ApiErrors.BadRequest($"{type.Kind} in version \"{type.Version}\" cannot be handled as a {type.Kind}: {why}")
                : ApiErrors.BadRequest(why);
        }

        return ApiErrors.Invalid("", "", "", ("FieldValueInvalid", $"Invalid value: \"{GoMap.Print(patch)}\": {why}", "patch"));
    }
}
