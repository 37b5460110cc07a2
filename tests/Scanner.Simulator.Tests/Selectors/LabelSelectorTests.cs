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
    [InlineData("app in web")]
    [InlineData("app like (x)")]
    [InlineData("a b")]
    [InlineData("app=a b")]
    [InlineData("=web")]
    public void Parse_NoSelector_Throws(string text) =>
        Assert.StartsWith("unable to parse requirement", Assert.Throws<FormatException>(() => LabelSelector.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{}", true)]
    [InlineData("""{"matchLabels":{"app":"web"},"matchExpressions":[{"key":"empty","operator":"Exists"}]}""", true)]
    [InlineData("""{"matchExpressions":[{"key":"app","operator":"NotIn","values":["web"]}]}""", false)]
    [InlineData("""{"matchExpressions":[{"key":"app","operator":"DoesNotExist"}]}""", false)]
    public void FromObject_Selector_MatchesAlike(string json, bool expected) =>
        Assert.Equal(expected, LabelSelector.FromObject((JsonObject)JsonNode.Parse(json)!).Matches(Labels));
}
