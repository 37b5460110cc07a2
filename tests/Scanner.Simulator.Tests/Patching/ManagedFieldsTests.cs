using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Scanner.Simulator.Catalog;
using Scanner.Simulator.Objects;
using Scanner.Simulator.Patching;

namespace Scanner.Simulator.Tests.Patching;

public sealed class ManagedFieldsTests
{
    private static readonly ResourceType Pods = new("", "v1", "pods", "Pod", true);
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void RecordUpdate_AddedEphemeralContainer_IsTheManagers()
    {
        var old = Parse("""{"metadata":{"name":"p"},"spec":{"containers":[{"name":"app"}]}}""");
        ManagedFields.RecordUpdate(old, null, Pods, "", "maker", _time);
        var obj = Parse("""{"metadata":{"name":"p"},"spec":{"containers":[{"name":"app"}],"ephemeralContainers":[{"name":"x","image":"y"}]}}""");

        ManagedFields.RecordUpdate(obj, old, Pods, "ephemeralcontainers", "kubectl-debug", _time);

        var entry = obj.Metadata().Objects("managedFields").Single(e => e.Text("manager") != "maker");
        Assert.Equal(("kubectl-debug", "Update", "ephemeralcontainers"), (entry.Text("manager"), entry.Text("operation"), entry.Text("subresource")));
        Assert.Equal(
            """{"f:spec":{"f:ephemeralContainers":{".":{},"k:{\"name\":\"x\"}":{".":{},"f:image":{},"f:name":{}}}}}""",
            JsonText.ToText(entry["fieldsV1"]!));
    }

    [Fact]
    public void RecordUpdate_ChangedByAnother_LeavesItsFormerOwner()
    {
        var old = Parse("""{"metadata":{"labels":{"a":"1","b":"1"}}}""");
        ManagedFields.RecordUpdate(old, null, Pods, "", "one", _time);
        var obj = (JsonObject)old.DeepClone();
        obj["metadata"]!["labels"]!["b"] = "2";

        ManagedFields.RecordUpdate(obj, old, Pods, "", "two", _time);

        Assert.Equal(
            ["""one {"f:metadata":{"f:labels":{".":{},"f:a":{}}}}""", """two {"f:metadata":{"f:labels":{"f:b":{}}}}"""],
            obj.Metadata().Objects("managedFields").Select(e => $"{e.Text("manager")} {JsonText.ToText(e["fieldsV1"]!)}"));
    }

    [Fact]
    public void RecordUpdate_RemovedField_IsNobodysAnyMore()
    {
        var old = Parse("""{"metadata":{"labels":{"a":"1"}}}""");
        ManagedFields.RecordUpdate(old, null, Pods, "", "one", _time);
        var obj = (JsonObject)old.DeepClone();
        obj["metadata"]!.AsObject().Remove("labels");

        ManagedFields.RecordUpdate(obj, old, Pods, "", "two", _time);

        Assert.Empty(obj.Metadata().Objects("managedFields"));
    }

    [Fact]
    public void RecordUpdate_ObjectThatNobodyOwns_StaysSo()
    {
        var old = Parse("""{"metadata":{"name":"p"},"spec":{"containers":[{"name":"app"}]}}""");
        var obj = Parse("""{"metadata":{"name":"p","labels":{"a":"b"}},"spec":{"containers":[{"name":"app"}]}}""");

        ManagedFields.RecordUpdate(obj, old, Pods, "", "editor", _time);

        Assert.Empty(obj.Metadata().Objects("managedFields"));
    }

    [Theory]
    [InlineData("given", "agent/1.0", "given")]
    [InlineData("", "kubectl/v1.36 (linux)", "kubectl")]
    [InlineData(null, "plain", "plain")]
    [InlineData(null, null, "unknown")]
    public void ManagerOf_ParameterOrUserAgent_GivesTheName(string? parameter, string? agent, string expected) =>
        Assert.Equal(expected, ManagedFields.ManagerOf(parameter, agent));

    private static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;
}
