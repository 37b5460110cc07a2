using System.Text.Json.Nodes;

namespace Scanner.Core.Admission.Policies;

/// <summary>The one request by which an ephemeral container comes, as webhooks and admission policies name what they are for.</summary>
public static class EphemeralRule
{
    public static JsonObject Make() => Of("pods/ephemeralcontainers", "UPDATE");

    /// <summary>The rule beside it for pods, or another of their subresources.</summary>
    public static JsonObject Of(string resource, params ReadOnlySpan<string> operations) => new()
    {
        ["apiGroups"] = new JsonArray(""),
        ["apiVersions"] = new JsonArray("v1"),
        ["operations"] = new JsonArray([.. operations]),
        ["resources"] = new JsonArray(resource),
    };
}
