using System.Text.Json.Nodes;
using Scanner.Simulator.Patching;
using Scanner.Simulator.Schemas;

namespace Scanner.Simulator.Tests.Patching;

public sealed class StrategicMergePatchTests
{
    [Theory]
    [InlineData("core.v1.PodSpec", """{"hostname":"a","priority":2}""", """{"hostname":null,"nodeName":"c"}""", """{"priority":2,"nodeName":"c"}""")]
    [InlineData("core.v1.PodSpec", """{"containers":[{"name":"a","image":"x"}]}""", """{"containers":[{"name":"a","tty":true}]}""", """{"containers":[{"name":"a","image":"x","tty":true}]}""")]
    [InlineData("core.v1.PodSpec", """{"containers":[{"name":"a"},{"name":"b"}]}""", """{"containers":[{"name":"a","$patch":"delete"}]}""", """{"containers":[{"name":"b"}]}""")]
    [InlineData("core.v1.PodSpec", """{"containers":[{"name":"a"},{"name":"b"}]}""", """{"containers":[{"$patch":"replace"},{"name":"c"}]}""", """{"containers":[{"name":"c"}]}""")]
    [InlineData("core.v1.Container", """{"env":[{"name":"a","value":"1"}]}""", """{"env":[{"name":"a","value":"2"}]}""", """{"env":[{"name":"a","value":"2"}]}""")]
    [InlineData("core.v1.Container", """{"command":["a","b"]}""", """{"command":["c"]}""", """{"command":["c"]}""")]
    [InlineData("core.v1.Pod", """{"spec":{"hostname":"a"}}""", """{"spec":{"$patch":"replace","nodeName":"b"}}""", """{"spec":{"nodeName":"b"}}""")]
    [InlineData("core.v1.PodSpec", """{"volumes":[{"name":"v","hostPath":{}}]}""", """{"volumes":[{"$retainKeys":["name","emptyDir"],"name":"v","emptyDir":{}}]}""", """{"volumes":[{"name":"v","emptyDir":{}}]}""")]
    [InlineData("meta.ObjectMeta", """{"finalizers":["a","b"]}""", """{"finalizers":["b","c"]}""", """{"finalizers":["a","b","c"]}""")]
    [InlineData("meta.ObjectMeta", """{"finalizers":["a","b"]}""", """{"$deleteFromPrimitiveList/finalizers":["a"]}""", """{"finalizers":["b"]}""")]
    [InlineData("core.v1.PodSpec", """{"containers":[{"name":"a"},{"name":"b"}]}""", """{"$setElementOrder/containers":[{"name":"b"},{"name":"a"}]}""", """{"containers":[{"name":"b"},{"name":"a"}]}""")]
    public void Apply_Patch_MergesAsTheServerDoes(string type, string target, string patch, string expected) =>
        Assert.Equal(expected, StrategicMergePatch.Apply(Parse(target), Parse(patch), TypeTable.Named(type)).ToJsonString());

    [Theory]
    [InlineData("""{"containers":[{"image":"x"}]}""")]
    [InlineData("""{"containers":["x"]}""")]
    [InlineData("""{"containers":[{"name":"a","$patch":"merge"}]}""")]
    [InlineData("""{"$setElementOrder/containers":[{"name":"b"}],"containers":[{"name":"a"}]}""")]
    [InlineData("""{"$setElementOrder/nothing":[]}""")]
    [InlineData("""{"$retainKeys":["nodeName"],"hostname":"x"}""")]
    public void Apply_PatchThatDoesNotFit_Throws(string patch) => Assert.Throws<PatchException>(() =>
        StrategicMergePatch.Apply(Parse("""{"containers":[{"name":"a"}]}"""), Parse(patch), TypeTable.Named("core.v1.PodSpec")));

    private static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;
}
