using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Scanner.Simulator.Api;
using Scanner.Simulator.Catalog;
using Scanner.Simulator.Faults;
using Scanner.Simulator.Patching;

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

    public bool IsDryRun => Deletion is null ? Query["dryRun"].Count > 0 : Deletion["dryRun"] is JsonArray { Count: > 0 };

    /// <summary>The DeleteOptions of a deletion, which stand in its body or else in its query; null for everything else.</summary>
    public JsonObject? Deletion { get; init; }

    public string FieldManager => ManagedFields.ManagerOf(Query["fieldManager"], Http.Request.Headers.UserAgent);

    /// <summary><c>Strict</c>, <c>Warn</c> (the default) or <c>Ignore</c>.</summary>
    public string FieldValidation => Query["fieldValidation"].ToString() is { Length: > 0 } given ? given : "Warn";

    /// <summary>The namespace of the object; empty for cluster-scoped types, a Namespace itself among them.</summary>
    public string ObjectNamespace => Type.Namespaced ? Info.Namespace : "";

    /// <summary>What the answer shall warn of, refusal or not, in the order in which it was found; each text once.</summary>
    public List<string> Warnings { get; } = [];

    public void Warn(IEnumerable<string> texts) => Warnings.AddRange(texts.Where(t => !Warnings.Contains(t, StringComparer.Ordinal)));

    public bool IsYaml => ContentType.EndsWith("yaml", StringComparison.Ordinal);
}
