using System.Text.Json.Nodes;
using Scanner.Simulator.Api;
using Scanner.Simulator.Catalog;
using Scanner.Simulator.Objects;

namespace Scanner.Simulator.Serving;

/// <summary>API validation of a whole object: its metadata, then what its kind asks for.</summary>
internal static class ObjectRules
{
    /// <summary>Null when valid, else the 422 Status.</summary>
    public static ApiStatus? Create(ResourceType type, JsonObject obj, SimulatorOptions options)
    {
        var causes = MetadataRules.Create(type, obj);
        return Refusal(type, obj, [.. causes, .. BuiltInRules.Create(type, obj), .. SchemaErrors(type, obj)])
            ?? options.StrategyFor(type)?.ValidateCreate(obj);
    }

    /// <summary>Null when valid, else the 422 Status.</summary>
    /// <param name="changedUid">Found before the stored uid was put in.</param>
    public static ApiStatus? Update(ResourceType type, JsonObject obj, JsonObject old, IEnumerable<FieldCause> changedUid, string subresource, SimulatorOptions options)
    {
        return Refusal(type, obj, [.. MetadataRules.Update(obj), .. changedUid, .. BuiltInRules.Update(type, obj, old), .. SchemaErrors(type, obj)])
            ?? options.StrategyFor(type)?.ValidateUpdate(obj, old, subresource);
    }

    private static IReadOnlyList<FieldCause> SchemaErrors(ResourceType type, JsonObject obj) =>
        type.Schema is { } schema ? CustomSchema.Errors(obj, schema) : [];

    private static ApiStatus? Refusal(ResourceType type, JsonObject obj, IReadOnlyList<FieldCause> causes)
    {
        // Events are validated in the core group, whichever they were sent to.
        var group = type.Kind == "Event" ? "" : type.Group;
        return causes.Count == 0 ? null : ApiErrors.Invalid(group, type.Kind, obj.Name(), [.. causes.Distinct()]);
    }
}
