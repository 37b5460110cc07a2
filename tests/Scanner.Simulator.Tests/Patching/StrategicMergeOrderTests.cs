using System.Text.Json.Nodes;
using Scanner.Simulator.Patching;
using Scanner.Simulator.Schemas;

namespace Scanner.Simulator.Tests.Patching;

public sealed class StrategicMergeOrderTests
{
    [Theory]
    [InlineData("""[{"name":"new"}]""", "new,a,b")]
    [InlineData("""[{"name":"b"}]""", "a,b")]
    [InlineData("""[{"name":"b"},{"name":"a"}]""", "b,a")]
    [InlineData("""[{"name":"b"},{"name":"new"}]""", "a,b,new")]
    [InlineData("""[{"name":"a","$patch":"delete"},{"name":"new"}]""", "new,b")]
    public void Apply_KeyedList_NewElementsGoFirst(string patch, string expected)
    {
        var target = JsonNode.Parse("""{"spec":{"ephemeralContainers":[{"name":"a"},{"name":"b"}]}}""")!.AsObject();
        target = StrategicMergePatch.Apply(target, JsonNode.Parse($$"""{"spec":{"ephemeralContainers":{{patch}} } }""")!.AsObject(), TypeTable.Named("core.v1.Pod"));
        Assert.Equal(expected, string.Join(',', target["spec"]!["ephemeralContainers"]!.AsArray().Select(c => c!["name"]!.GetValue<string>())));
    }

    [Fact]
    public void Apply_SharedMergeKey_KeepsBoth()
    {
        var target = JsonNode.Parse("""{"spec":{"containers":[{"name":"dns","ports":[{"containerPort":53,"protocol":"UDP"},{"containerPort":53,"protocol":"TCP"}]}]}}""")!.AsObject();
        target = StrategicMergePatch.Apply(target, JsonNode.Parse("""{"spec":{"containers":[{"name":"dns","ports":[{"containerPort":80}]}]}}""")!.AsObject(), TypeTable.Named("core.v1.Pod"));
        Assert.Equal(
            """[{"containerPort":80},{"containerPort":53,"protocol":"UDP"},{"containerPort":53,"protocol":"TCP"}]""",
            target["spec"]!["containers"]![0]!["ports"]!.ToJsonString());
    }
}
