using System.Globalization;
using System.Text.Json.Nodes;
using Scanner.Simulator.Catalog;
using Scanner.Simulator.Storage;

namespace Scanner.Simulator.Serving;

/// <summary>Answers what is not about objects: discovery, version, health, metrics.</summary>
internal sealed class DiscoveryHandler(ClusterStore store)
{
    private const string Missing = "404 page not found\n";

    private ResourceCatalog Catalog => store.Catalog;

    public Answer Get(ApiRequest request)
    {
        var parts = request.Info.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts switch
        {
            ["api"] => new Answer.OfJson(200, Versions(request)),
            ["api", var version] => Resources("", version),
            ["apis"] => new Answer.OfJson(200, Groups()),
            ["apis", var group] when Catalog.ServesGroup(group) => new Answer.OfJson(200, Group(group)),
            ["apis", var group, var version] => Resources(group, version),
            ["version"] => new Answer.OfJson(200, Version()),
            ["healthz" or "livez" or "readyz"] => Health(parts[0], request),
            ["openapi", "v3"] => new Answer.OfJson(200, OpenApi.Index(Catalog)),
            ["openapi", "v3", .. var root] when OpenApi.Document(Catalog, string.Join('/', root)) is { } document => new Answer.OfJson(200, document),
            ["metrics"] => Metrics(),
            [] => new Answer.OfJson(200, Paths()),
            _ => new Answer.OfText(404, Missing),
        };
    }

    /// <summary>What a resource that is not served is answered.</summary>
    public Answer NotServed(RequestInfo info) => !info.Path.StartsWith("//", StringComparison.Ordinal) && (info.IsResource || !info.HasEmptyPart) && Catalog.ServesGroup(info.Group)
        ? new Answer.OfStatus(ApiErrors.NoSuchResource())
        : new Answer.OfText(404, Missing);

    private static JsonObject Versions(ApiRequest request) => new()
    {
        ["kind"] = "APIVersions",
        ["versions"] = new JsonArray("v1"),
        ["serverAddressByClientCIDRs"] = new JsonArray(new JsonObject
        {
            ["clientCIDR"] = "0.0.0.0/0",
            ["serverAddress"] = request.Http.Request.Host.ToString(),
        }),
    };

    private JsonObject Groups() => new()
    {
        ["kind"] = "APIGroupList",
        ["apiVersion"] = "v1",
        ["groups"] = new JsonArray([.. Catalog.All.Where(t => t.Group.Length > 0).Select(t => t.Group).Distinct().Select(JsonNode (g) => GroupEntry(g))]),
    };

    private JsonObject Group(string group)
    {
        var entry = GroupEntry(group);
        entry["kind"] = "APIGroup";
        entry["apiVersion"] = "v1";
        return entry;
    }

    private JsonObject GroupEntry(string group)
    {
        var versions = Catalog.All.Where(t => t.Group == group).Select(t => t.Version).Distinct().Select(v => VersionEntry(group, v)).ToArray();
        return new JsonObject
        {
            ["name"] = group,
            ["versions"] = new JsonArray([.. versions]),
            ["preferredVersion"] = versions[0].DeepClone(),
        };
    }

    private static JsonNode VersionEntry(string group, string version) =>
        new JsonObject { ["groupVersion"] = $"{group}/{version}", ["version"] = version };

    private Answer Resources(string group, string version)
    {
        if (!Catalog.ServesVersion(group, version))
            return Catalog.ServesGroup(group) ? new Answer.OfStatus(ApiErrors.NoSuchResource()) : new Answer.OfText(404, Missing);
        var types = Catalog.All.Where(t => t.Group == group && t.Version == version);
        var list = new JsonObject { ["kind"] = "APIResourceList" };
        if (group.Length > 0)
            list["apiVersion"] = "v1";
        list["groupVersion"] = group.Length == 0 ? version : $"{group}/{version}";
        list["resources"] = new JsonArray([.. types.SelectMany(Entries)]);
        return new Answer.OfJson(200, list);
    }

    private static IEnumerable<JsonNode> Entries(ResourceType type)
    {
        var entry = Entry(type.Resource, type.Singular, type.Namespaced, type.Kind, type.Verbs);
        if (type.ShortNames.Length > 0)
            entry["shortNames"] = Array(type.ShortNames);
        if (type.Categories.Length > 0)
            entry["categories"] = Array(type.Categories);
        if (type.StorageVersionHash is { } hash)
            entry["storageVersionHash"] = hash;
        yield return entry;
        foreach (var subresource in type.Subresources)
        {
            var sub = Entry($"{type.Resource}/{subresource.Name}", "", type.Namespaced, subresource.Kind, subresource.Verbs);
            if (subresource.ApiVersion is { } apiVersion)
                (sub["group"], sub["version"]) = BuiltInResources.SplitApiVersion(apiVersion);
            yield return sub;
        }
    }

    private static JsonObject Entry(string name, string singular, bool namespaced, string kind, IEnumerable<string> verbs) => new()
    {
        ["name"] = name,
        ["singularName"] = singular,
        ["namespaced"] = namespaced,
        ["kind"] = kind,
        ["verbs"] = Array(verbs),
    };

    private JsonObject Version()
    {
        var minor = ((int)store.Options.Version).ToString(CultureInfo.InvariantCulture);
        var version = new JsonObject { ["major"] = "1", ["minor"] = minor };
        if (store.Options.Version >= KubernetesVersion.V1_36)
        {
            version["emulationMajor"] = "1";
            version["emulationMinor"] = minor;
            version["minCompatibilityMajor"] = "1";
            version["minCompatibilityMinor"] = ((int)store.Options.Version - 1).ToString(CultureInfo.InvariantCulture);
        }

        version["gitVersion"] = $"v1.{minor}.2";
        version["gitCommit"] = "";
        version["gitTreeState"] = "";
        version["buildDate"] = "1970-01-01T00:00:00Z";
        version["goVersion"] = "go1.26.10";
        version["compiler"] = "gc";
        version["platform"] = "linux/amd64";
        return version;
    }

    private static Answer Health(string check, ApiRequest request) => new Answer.OfText(
        200,
        request.Query.ContainsKey("verbose") ? $"[+]ping ok\n[+]log ok\n[+]informer-sync ok\n{check} check passed\n" : "ok");

    private Answer Metrics() => new Answer.OfText(
        200,
        store.Options.Version >= KubernetesVersion.V1_36 ? "kubernetes_feature_enabled{name=\"MutatingAdmissionPolicy\",stage=\"\"} 1\n" : "\n",
        "text/plain; version=0.0.4; charset=utf-8; escaping=underscores");

    private JsonObject Paths()
    {
        var versions = Catalog.All.Where(t => t.Group.Length > 0).Select(t => "/apis/" + t.ApiVersion).Distinct();
        return new JsonObject { ["paths"] = Array(["/api", "/api/v1", "/apis", .. versions, "/healthz", "/livez", "/metrics", "/readyz", "/version"]) };
    }

    private static JsonArray Array(IEnumerable<string> values) => new([.. values.Select(v => JsonValue.Create(v))]);
}
