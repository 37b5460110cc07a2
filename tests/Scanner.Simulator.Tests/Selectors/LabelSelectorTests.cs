using System.Text.Json.Nodes;
using Scanner.Simulator.Selectors;

namespace Scanner.Simulator.Tests.Selectors;

public sealed class LabelSelectorTests
{
    private static readonly Dictionary<string, string> Labels = new() { ["app"] = "web", ["example.com/tier"] = "a-1_b.c", ["empty"] = "" };

    [Theory]
    [InlineData("", true)]
    [InlineData("app=web", true)]
    [InlineData("app==web", true)]
    [InlineData(" app = web , example.com/tier = a-1_b.c ", true)]
    [InlineData("app!=web", false)]
    [InlineData("other!=web", true)]
    [InlineData("app in (x, web)", true)]
    [InlineData("app notin (x, web)", false)]
    [InlineData("other notin (x)", true)]
    [InlineData("empty", true)]
    [InlineData("empty=", true)]
    [InlineData("!other", true)]
    [InlineData("!app", false)]
    [InlineData("app in (x,y),empty", false)]
    public void Matches_Text_AsKubernetesDoes(string text, bool expected) => Assert.Equal(expected, LabelSelector.Parse(text).Matches(Labels));

    [Theory]
    [InlineData("app in web", "unable to parse requirement: found 'web' expected: '('")]
    [InlineData("app like (x)", "unable to parse requirement: found 'like', expected: in, notin, =, ==, !=, gt, lt")]
    [InlineData("a b", "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt")]
    [InlineData("app=a b", "found 'b', expected: ',' or 'end of string'")]
    [InlineData("=web", "found '=', expected: !, identifier, or 'end of string'")]
    [InlineData("app>x", "unable to parse requirement: values[0]: Invalid value: \"x\": for 'Gt', 'Lt' operators, the value must be an integer")]
    public void Parse_NoSelector_ThrowsInTheServersWords(string text, string expected) =>
        Assert.Equal(expected, Assert.Throws<FormatException>(() => LabelSelector.Parse(text)).Message);

    [Theory]
    [InlineData("{}", true)]
    [InlineData("""{"matchLabels":{"app":"web"},"matchExpressions":[{"key":"empty","operator":"Exists"}]}""", true)]
    [InlineData("""{"matchExpressions":[{"key":"app","operator":"NotIn","values":["web"]}]}""", false)]
    [InlineData("""{"matchExpressions":[{"key":"app","operator":"DoesNotExist"}]}""", false)]
    public void FromObject_Selector_MatchesAlike(string json, bool expected) =>
        Assert.Equal(expected, LabelSelector.FromObject((JsonObject)JsonNode.Parse(json)!).Matches(Labels));
}
