using System.Text.Json.Nodes;

namespace Scanner.Simulator.Api;

/// <summary>
/// What the real server's registry knows of one resource: defaults, what an update may change, API validation,
/// and which fields exist (for <c>fieldValidation</c>).
/// </summary>
public interface IResourceStrategy
{
    /// <summary>Fills in defaults, in place.</summary>
    void Default(JsonObject obj);

    /// <summary>Completes, in place, an object that is created, after mutating admission; returns what the server warns of.</summary>
    IReadOnlyList<string> PrepareForCreate(JsonObject obj) => [];

    /// <summary>Takes over from <paramref name="old"/>, in place, whatever an update of this subresource may not change.</summary>
    void PrepareForUpdate(JsonObject obj, JsonObject old, string subresource);

    /// <summary>Null when valid, else the 422 Status.</summary>
    ApiStatus? ValidateCreate(JsonObject obj);

    /// <summary>Null when valid, else the 422 Status.</summary>
    ApiStatus? ValidateUpdate(JsonObject obj, JsonObject old, string subresource);

    /// <summary>Paths of fields that the type does not have, such as <c>spec.ephemeralContainers[0].securityContext.privilegedd</c>.</summary>
    IReadOnlyList<string> UnknownFields(JsonObject obj);
}
