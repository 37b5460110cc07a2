using System.Text.Json.Nodes;
using Scanner.Simulator.Admission;
using Scanner.Simulator.Api;

namespace Scanner.Simulator.Tests.Admission;

/// <summary>Objects in memory, filed by the plural of their kind.</summary>
internal sealed class FakeCluster : IClusterView
{
    private readonly List<(string Group, string Resource, JsonObject Object)> _objects = [];

    public FakeCluster Add(JsonObject obj)
    {
        var apiVersion = obj.Text("apiVersion")!;
        var kind = obj.Text("kind")!.ToLowerInvariant();
        var resource = kind.EndsWith('y') ? kind[..^1] + "ies" : kind + "s";
        _objects.Add((apiVersion.Contains('/', StringComparison.Ordinal) ? apiVersion.Split('/')[0] : "", resource, obj));
        return this;
    }

    public FakeCluster AddNamespace(string name, params (string Key, string Value)[] labels)
    {
        var map = new JsonObject { ["kubernetes.io/metadata.name"] = name };
        foreach (var (key, value) in labels)
            map[key] = value;
        return Add(new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = map } });
    }

    public IReadOnlyList<JsonObject> List(string group, string resource, string? ns = null) =>
        [.. _objects.Where(o => o.Group == group && o.Resource == resource && (ns is null || Namespace(o.Object) == ns)).Select(o => o.Object).OrderBy(Name, StringComparer.Ordinal)];

    public JsonObject? Get(string group, string resource, string? ns, string name) =>
        List(group, resource, ns).FirstOrDefault(o => Name(o) == name);

    private static string Name(JsonObject obj) => obj.Object("metadata").Text("name") ?? "";

    private static string? Namespace(JsonObject obj) => obj.Object("metadata").Text("namespace");
}
