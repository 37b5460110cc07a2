using System.Text.Json.Nodes;

namespace Scanner.Core.Admission.Policies;

/// <summary>The one request by which an ephemeral container comes, as webhooks and admission policies name what they are for.</summary>
public static class EphemeralRule
{
    public static JsonObject Make() => new()
    {
        ["apiGroups"] = new JsonArray(""),
        ["apiVersions"] = new JsonArray("v1"),
        ["operations"] = new JsonArray("UPDATE"),
        ["resources"] = new JsonArray("pods/ephemeralcontainers"),
    };
}
