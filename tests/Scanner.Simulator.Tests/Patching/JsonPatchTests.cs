using System.Text.Json.Nodes;
using Scanner.Simulator.Patching;

namespace Scanner.Simulator.Tests.Patching;

public sealed class JsonPatchTests
{
    [Theory]
    [InlineData("""[{"op":"add","path":"/b","value":1}]""", """{"a":[1,2],"b":1}""")]
    [InlineData("""[{"op":"add","path":"/a/-","value":3}]""", """{"a":[1,2,3]}""")]
    [InlineData("""[{"op":"add","path":"/a/0","value":0}]""", """{"a":[0,1,2]}""")]
    [InlineData("""[{"op":"replace","path":"/a/1","value":9}]""", """{"a":[1,9]}""")]
    [InlineData("""[{"op":"remove","path":"/a"}]""", "{}")]
    [InlineData("""[{"op":"move","from":"/a","path":"/x~1y"}]""", """{"x/y":[1,2]}""")]
    [InlineData("""[{"op":"add","path":"/a/-1","value":3}]""", """{"a":[1,2,3]}""")]
    [InlineData("""[{"op":"add","path":"/a/-3","value":0}]""", """{"a":[0,1,2]}""")]
    [InlineData("""[{"op":"remove","path":"/a/-2"}]""", """{"a":[2]}""")]
    [InlineData("""[{"op":"replace","path":"/new","value":1}]""", """{"a":[1,2],"new":1}""")]
    [InlineData("""[{"op":"test","path":"/absent","value":null}]""", """{"a":[1,2]}""")]
    [InlineData("""[{"op":"replace","path":"","value":[1]}]""", "[1]")]
    [InlineData("""[{"op":"test","path":"/a/0","value":1},{"op":"copy","from":"/a/0","path":"/a/-"}]""", """{"a":[1,2,1]}""")]
    public void Apply_Operations_AsInRfc6902(string patch, string expected) =>
        Assert.Equal(expected, JsonPatch.Apply(Target(), JsonNode.Parse(patch)!.AsArray()).ToJsonString());

    [Theory]
    [InlineData("""[{"op":"test","path":"/a/0","value":2}]""")]
    [InlineData("""[{"op":"remove","path":"/b"}]""")]
    [InlineData("""[{"op":"add","path":"/b/c","value":1}]""")]
    [InlineData("""[{"op":"rename","path":"/a"}]""")]
    [InlineData("""[{"op":"add","path":"/a/-4","value":0}]""")]
    [InlineData("""[{"op":"replace","path":"/a/2","value":0}]""")]
    [InlineData("""[{"op":"add","path":"","value":{}}]""")]
    [InlineData("""[{"op":"replace","path":"","value":"x"}]""")]
    [InlineData("""[null]""")]
    public void Apply_Impossible_Throws(string patch) =>
        Assert.Throws<PatchException>(() => JsonPatch.Apply(Target(), JsonNode.Parse(patch)!.AsArray()));

    private static JsonObject Target() => JsonNode.Parse("""{"a":[1,2]}""")!.AsObject();
}
