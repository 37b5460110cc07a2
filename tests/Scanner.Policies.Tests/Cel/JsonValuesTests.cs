using System.Text.Json;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Tests.Cel;

/// <summary>What is made when it is asked for is what would have been made at once.</summary>
public sealed class JsonValuesTests
{
    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"a":1,"b":{"c":[1,2.5,{"d":null,"e":"x"}],"f":true},"":false}""")]
    [InlineData("""{"a":1,"a":{"b":2},"c":[[{"d":1}]]}""")]
    [InlineData("""{"big":9223372036854775807,"bigger":9223372036854775808,"exponent":1e3,"text":"\u00e9\n"}""")]
    [InlineData("""[{"a":1},{"a":1}]""")]
    [InlineData("""7""")]
    public void FromLate_AsFrom(string text)
    {
        using var document = JsonDocument.Parse(text);
        var (at, late) = (JsonValues.From(document.RootElement), JsonValues.FromLate(document.RootElement));
        Assert.True(Equality.AreEqual(at, late));
        Assert.Equal(at.ToString(), late.ToString());
        Assert.Equal(Text(at), Text(late));
    }

    [Fact]
    public void FromLate_FieldThatIsNotThere_IsNone()
    {
        using var document = JsonDocument.Parse("""{"a":{"b":1}}""");
        var map = Assert.IsType<CelMap>(JsonValues.FromLate(document.RootElement), exactMatch: false);
        Assert.Equal(1, map.Count);
        Assert.Null(map.Find(new CelString("b")));
        Assert.Same(map.Find(new CelString("a")), map.Find(new CelString("a")));
    }

    private static string? Text(CelValue value) => JsonValues.ToNode(value).Json?.ToJsonString();
}
