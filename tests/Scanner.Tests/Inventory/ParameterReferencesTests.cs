using System.Text.Json;
using Scanner.Inventory;

namespace Scanner.Tests.Inventory;

/// <summary>Only what bindings refer to is asked for.</summary>
public sealed class ParameterReferencesTests
{
    private const string Policy = """{"metadata":{"name":"limits"},"spec":{"paramKind":{"apiVersion":"v1","kind":"ConfigMap"}}}""";

    [Theory]
    [InlineData("""{"name":"limits","namespace":"settings"}""", "settings", "metadata.name=limits", null)]
    [InlineData("""{"name":"limits"}""", null, "metadata.name=limits", null)]
    [InlineData("""{"selector":{}}""", null, null, "")]
    [InlineData(
        """{"selector":{"matchLabels":{"a":"b"},"matchExpressions":[{"key":"c","operator":"NotIn","values":["d","e"]},{"key":"f","operator":"Exists"},{"key":"g","operator":"DoesNotExist"}]}}""",
        null, null, "a in (b),c notin (d,e),f,!g")]
    public void Reference_OfABinding_IsWhatAListAsksFor(string reference, string? ns, string? field, string? label)
    {
        var kind = Assert.Single(Of(Policy, Binding("limits", reference), Binding("other", """{"name":"never"}""")));
        Assert.Equal(("v1", "", "v1", "ConfigMap"), (kind.ApiVersion, kind.Group, kind.Version, kind.Kind));
        Assert.Equal(new ParameterReference(ns, field, label), Assert.Single(kind.References));
    }

    [Fact]
    public void Policies_OfOneKind_AreAskedAboutOnce()
    {
        var kinds = Of(
            Policy,
            Policy.Replace("\"limits\"", "\"more\"", StringComparison.Ordinal),
            """{"metadata":{"name":"own"},"spec":{"paramKind":{"apiVersion":"rules.example.com/v1alpha1","kind":"Limit"}}}""",
            Binding("limits", """{"name":"a"}"""),
            Binding("more", """{"name":"a"}"""),
            Binding("more", """{"name":"b"}"""));
        Assert.Equal(["ConfigMap", "Limit"], kinds.Select(k => k.Kind));
        Assert.Equal(["metadata.name=a", "metadata.name=b"], kinds[0].References.Select(r => r.FieldSelector));
        Assert.Equal(("rules.example.com", "v1alpha1"), (kinds[1].Group, kinds[1].Version));
        Assert.Empty(kinds[1].References);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"spec":{"paramKind":"ConfigMap"}}""")]
    [InlineData("""{"metadata":5,"spec":{"paramKind":{"apiVersion":1,"kind":{}}}}""")]
    public void Object_OfAnotherForm_RefersToNothing(string item) => Assert.Empty(Of(item));

    private static string Binding(string policy, string reference) => $$"""{ "spec": { "policyName":"{{policy}}","paramRef":{{reference}} } }""";

    private static List<ParameterKind> Of(params string[] objects) =>
        [.. ParameterReferences.Of([.. objects.Select(o => JsonSerializer.Deserialize<JsonElement>(o))])];
}
