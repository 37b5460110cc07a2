using System.Text.Json.Nodes;
using Scanner.Simulator.Objects;
using Scanner.Simulator.Storage;

namespace Scanner.Simulator.Tests.Storage;

public sealed class ClusterStoreTests
{
    private readonly ClusterStore _store = TestStores.Empty();

    [Fact]
    public void Apply_TwiceTheSameName_ReplacesAndKeepsTheIdentity()
    {
        var first = _store.Apply(Map("a", "1"));
        var second = _store.Apply(Map("a", "2"));

        Assert.Equal(first.Metadata().Text("uid"), second.Metadata().Text("uid"));
        Assert.NotEqual(first.Metadata().Text("resourceVersion"), second.Metadata().Text("resourceVersion"));
        Assert.Equal("2", _store.Get("", "configmaps", "default", "a")!["data"]!["v"]!.GetValue<string>());
    }

    [Fact]
    public void Apply_UnservedKind_Throws() => Assert.Throws<ArgumentException>(() =>
        _store.Apply(new JsonObject { ["apiVersion"] = "x.io/v1", ["kind"] = "Thing" }));

    [Fact]
    public void List_ManyWrites_StaysSortedByKey()
    {
        foreach (var i in Enumerable.Range(0, 100).Reverse())
            _store.Apply(Map($"m{i:000}", "1"));
        var all = _store.List("", "configmaps");
        _store.Delete("", "configmaps", "default", "m050");
        _store.Apply(Map("m0505", "1"));
        _store.Apply(Map("m000", "2"));

        var names = _store.List("", "configmaps").Select(o => o.Name()).ToArray();

        Assert.Equal(100, all.Count);
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.Contains("m0505", names);
        Assert.DoesNotContain("m050", names);
    }

    [Fact]
    public void List_Namespace_HasOnlyItsOwn()
    {
        foreach (var ns in new[] { "a", "a-b", "ab" })
        {
            var map = Map("m", "1");
            map.Metadata()["namespace"] = ns;
            _store.Apply(map);
        }

        Assert.Equal(["a"], _store.List("", "configmaps", "a").Select(o => o.Namespace()));
        Assert.Equal(3, _store.List("", "configmaps").Count);
    }

    [Fact]
    public void Delete_Namespace_TakesItsContent()
    {
        _store.ApplyYaml("{apiVersion: v1, kind: Namespace, metadata: {name: default}}");
        _store.Apply(Map("a", "1"));

        Assert.True(_store.Delete("", "namespaces", null, "default"));
        Assert.False(_store.Delete("", "namespaces", null, "default"));
        Assert.Empty(_store.List("", "configmaps"));
        Assert.Empty(_store.List("", "serviceaccounts"));
    }

    [Fact]
    public void Apply_Namespace_GetsADefaultServiceAccount()
    {
        _store.ApplyYaml("{apiVersion: v1, kind: Namespace, metadata: {name: n}}");

        Assert.Equal(["default"], _store.List("", "serviceaccounts", "n").Select(a => a.Name()));
    }

    [Fact]
    public void Snapshot_ReadsOnly_IsEqualUntilAWrite()
    {
        _store.Apply(Map("a", "1"));
        var before = _store.Snapshot();
        _store.List("", "configmaps");

        Assert.Equal(before, _store.Snapshot());
        _store.Apply(Map("a", "2"));
        Assert.NotEqual(before, _store.Snapshot());
    }

    private static JsonObject Map(string name, string value) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "default" },
        ["data"] = new JsonObject { ["v"] = value },
    };
}
