using System.Text.Json.Nodes;
using Scanner.Simulator.Catalog;

namespace Scanner.Simulator.Serving;

/// <summary>
/// As much of OpenAPI v3 as kubectl reads before it writes: that every resource takes <c>dryRun</c> and <c>fieldValidation</c>, so that
/// kubectl leaves validation to the server. Schemas are left out.
/// </summary>
internal static class OpenApi
{
    private static readonly string[] Parameters = ["dryRun", "fieldManager", "fieldValidation"];

    /// <summary>The index: a document for each group version.</summary>
    public static JsonObject Index(ResourceCatalog catalog)
    {
        var paths = new JsonObject();
        foreach (var path in catalog.All.Select(Root).Distinct(StringComparer.Ordinal))
            paths[path] = new JsonObject { ["serverRelativeURL"] = "/openapi/v3/" + path };
        return new JsonObject { ["paths"] = paths };
    }

    /// <summary>The document of <c>api/v1</c> or <c>apis/GROUP/VERSION</c>; null when that is not served.</summary>
    public static JsonObject? Document(ResourceCatalog catalog, string root)
    {
        var types = catalog.All.Where(t => Root(t) == root).ToArray();
        if (types.Length == 0)
            return null;
        var paths = new JsonObject();
        foreach (var type in types.Where(t => t.Verbs.Contains("patch")))
        {
            var path = $"/{root}/{(type.Namespaced ? "namespaces/{namespace}/" : "")}{type.Resource}/{{name}}";
            paths[path] = new JsonObject { ["patch"] = Patch(type) };
        }

        return new JsonObject
        {
            ["openapi"] = "3.0.0",
            ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = "unversioned" },
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = new JsonObject() },
        };
    }

    private static JsonObject Patch(ResourceType type) => new()
    {
        ["parameters"] = new JsonArray([.. Parameters.Select(JsonNode (p) => new JsonObject
        {
            ["name"] = p,
            ["in"] = "query",
            ["schema"] = new JsonObject { ["type"] = "string", ["uniqueItems"] = true },
        })]),
        ["responses"] = new JsonObject { ["200"] = new JsonObject { ["description"] = "OK" } },
        ["x-kubernetes-action"] = "patch",
        ["x-kubernetes-group-version-kind"] = new JsonObject { ["group"] = type.Group, ["version"] = type.Version, ["kind"] = type.Kind },
    };

    private static string Root(ResourceType type) => (type.Group.Length == 0 ? "api/" : "apis/") + type.ApiVersion;
}
