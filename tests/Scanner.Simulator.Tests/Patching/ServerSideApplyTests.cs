using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Scanner.Simulator.Api;
using Scanner.Simulator.Catalog;
using Scanner.Simulator.Objects;
using Scanner.Simulator.Patching;

namespace Scanner.Simulator.Tests.Patching;

public sealed class ServerSideApplyTests
{
    private static readonly ResourceType Deployments = new("apps", "v1", "deployments", "Deployment", true);
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Apply_TwoManagers_OwnTheirElements()
    {
        var first = Apply(null, "one", """{"spec":{"template":{"spec":{"containers":[{"name":"a","image":"x"}]}}}}""").Merged!;

        var second = Apply(first, "two", """{"spec":{"template":{"spec":{"containers":[{"name":"b","image":"y"}]}}}}""").Merged!;

        Assert.Equal("""[{"name":"a","image":"x"},{"name":"b","image":"y"}]""", second["spec"]!["template"]!["spec"]!["containers"]!.ToJsonString());
        Assert.Equal(["one", "two"], second.Metadata().Objects("managedFields").Select(e => e.Text("manager")));
    }

    [Fact]
    public void Apply_ElementDropped_IsRemovedForItsOwnerOnly()
    {
        var first = Apply(null, "one", """{"spec":{"template":{"spec":{"containers":[{"name":"a"},{"name":"b"}]}}}}""").Merged!;
        var second = Apply(first, "two", """{"spec":{"template":{"spec":{"containers":[{"name":"b"}]}}}}""").Merged!;

        var third = Apply(second, "one", """{"spec":{"replicas":1}}""").Merged!;

        Assert.Equal("""[{"name":"b"}]""", third["spec"]!["template"]!["spec"]!["containers"]!.ToJsonString());
    }

    [Fact]
    public void Apply_ConflictWithAnUpdate_NamesTheVersion()
    {
        var live = Apply(null, "one", """{"spec":{"replicas":1}}""").Merged!;
        var updated = (JsonObject)live.DeepClone();
        updated["spec"]!["replicas"] = 2;
        ManagedFields.RecordUpdate(updated, live, Deployments, "", "editor", _time);

        var (merged, refusal) = Apply(updated, "one", """{"spec":{"replicas":3}}""");

        Assert.Null(merged);
        Assert.Equal(
            "Apply failed with 1 conflict: conflict with \"editor\" using apps/v1: .spec.replicas",
            refusal!.Body.Text("message"));
    }

    [Fact]
    public void Apply_Forced_TakesTheFieldOver()
    {
        var live = Apply(null, "one", """{"spec":{"replicas":1}}""").Merged!;

        var forced = Apply(live, "two", """{"spec":{"replicas":2}}""", force: true).Merged!;

        Assert.Equal("2", forced["spec"]!["replicas"]!.ToJsonString());
        Assert.Equal(["two"], forced.Metadata().Objects("managedFields").Select(e => e.Text("manager")));
    }

    [Fact]
    public void Apply_SameValue_IsShared()
    {
        var live = Apply(null, "one", """{"spec":{"replicas":1}}""").Merged!;

        var shared = Apply(live, "two", """{"spec":{"replicas":1}}""").Merged!;

        Assert.Equal(2, shared.Metadata().Objects("managedFields").Count());
    }

    [Fact]
    public void Apply_Unchanged_KeepsTheTime()
    {
        var live = Apply(null, "one", """{"spec":{"replicas":1}}""").Merged!;
        _time.Advance(TimeSpan.FromHours(1));

        var again = Apply(live, "one", """{"spec":{"replicas":1}}""").Merged!;

        Assert.Equal(live.ToJsonString(), again.ToJsonString());
    }

    private (JsonObject? Merged, ApiStatus? Refusal) Apply(JsonObject? live, string manager, string config, bool force = false) =>
        new ServerSideApply(Deployments, "", manager, force, _time).Apply(live, (JsonObject)JsonNode.Parse(config)!);
}
