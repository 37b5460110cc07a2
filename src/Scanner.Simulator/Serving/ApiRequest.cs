using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Scanner.Simulator.Api;
using Scanner.Simulator.Catalog;
using Scanner.Simulator.Faults;
using Scanner.Simulator.Objects;
using Scanner.Simulator.Patching;
using YamlDotNet.Core;

namespace Scanner.Simulator.Serving;

/// <summary>An authenticated request on its way to a handler.</summary>
/// <param name="Body">Empty for reads.</param>
/// <param name="Fault">The fault that hits it, if any.</param>
internal sealed record ApiRequest(HttpContext Http, RequestInfo Info, UserInfo User, byte[] Body, Fault? Fault)
{
    /// <summary>The served type; set once it was found.</summary>
    public ResourceType Type { get; init; } = null!;

    public IQueryCollection Query => Http.Request.Query;

    /// <summary>The media type of the body without parameters.</summary>
    public string ContentType => (Http.Request.ContentType ?? "").Split(';')[0].Trim().ToLowerInvariant();

    public bool IsDryRun => Query["dryRun"].ToString() == "All";

    public string FieldManager => ManagedFields.ManagerOf(Query["fieldManager"], Http.Request.Headers.UserAgent);

    /// <summary><c>Strict</c>, <c>Warn</c> (the default) or <c>Ignore</c>.</summary>
    public string FieldValidation => Query["fieldValidation"].ToString() is { Length: > 0 } given ? given : "Warn";

    /// <summary>The namespace of the object; empty for cluster-scoped types, a Namespace itself among them.</summary>
    public string ObjectNamespace => Type.Namespaced ? Info.Namespace : "";

    /// <exception cref="RefusalException">The body is no object.</exception>
    public JsonObject BodyObject()
    {
        try
        {
            return ContentType.EndsWith("yaml", StringComparison.Ordinal)
                ? YamlText.Objects(System.Text.Encoding.UTF8.GetString(Body)).FirstOrDefault() ?? []
                : JsonText.ParseObject(Body);
        }
        catch (Exception e) when (e is JsonException or YamlException or ArgumentException)
        {
            throw new RefusalException(ApiErrors.BadRequest(
                $"the object provided is unrecognized (must be of type {Type.Kind}): couldn't get version/kind; json parse error: {e.Message}"));
        }
    }
}
