using System.Text.Json.Nodes;
using Scanner.Simulator.Patching;

namespace Scanner.Simulator.Tests.Patching;

public sealed class StrategicMergePatchTests
{
    [Theory]
    [InlineData("""{"a":1,"b":2}""", """{"a":null,"c":3}""", """{"b":2,"c":3}""")]
    [InlineData("""{"containers":[{"name":"a","image":"x"}]}""", """{"containers":[{"name":"a","tty":true}]}""", """{"containers":[{"name":"a","image":"x","tty":true}]}""")]
    [InlineData("""{"containers":[{"name":"a"},{"name":"b"}]}""", """{"containers":[{"name":"a","$patch":"delete"}]}""", """{"containers":[{"name":"b"}]}""")]
    [InlineData("""{"containers":[{"name":"a"},{"name":"b"}]}""", """{"containers":[{"$patch":"replace"},{"name":"c"}]}""", """{"containers":[{"name":"c"}]}""")]
    [InlineData("""{"env":[{"name":"a","value":"1"}]}""", """{"env":[{"name":"a","value":"2"}]}""", """{"env":[{"name":"a","value":"2"}]}""")]
    [InlineData("""{"command":["a","b"]}""", """{"command":["c"]}""", """{"command":["c"]}""")]
    [InlineData("""{"spec":{"a":1}}""", """{"spec":{"$patch":"replace","b":2}}""", """{"spec":{"b":2}}""")]
    [InlineData("""{"volume":{"name":"v","hostPath":{}}}""", """{"volume":{"$retainKeys":["name","emptyDir"],"emptyDir":{}}}""", """{"volume":{"name":"v","emptyDir":{}}}""")]
    [InlineData("""{"finalizers":["a","b"]}""", """{"finalizers":["b","c"]}""", """{"finalizers":["a","b","c"]}""")]
    [InlineData("""{"finalizers":["a","b"]}""", """{"$deleteFromPrimitiveList/finalizers":["a"]}""", """{"finalizers":["b"]}""")]
    [InlineData("""{"containers":[{"name":"a"},{"name":"b"}]}""", """{"$setElementOrder/containers":[{"name":"b"},{"name":"a"}]}""", """{"containers":[{"name":"b"},{"name":"a"}]}""")]
    public void Apply_Patch_MergesAsTheServerDoes(string target, string patch, string expected)
    {
        var obj = (JsonObject)JsonNode.Parse(target)!;

        StrategicMergePatch.Apply(obj, (JsonObject)JsonNode.Parse(patch)!);

        Assert.Equal(expected, obj.ToJsonString());
    }

    [Fact]
    public void Apply_ElementWithoutItsKey_Throws() => Assert.Throws<PatchException>(() =>
        StrategicMergePatch.Apply([], (JsonObject)JsonNode.Parse("""{"containers":[{"image":"x"}]}""")!));
}
