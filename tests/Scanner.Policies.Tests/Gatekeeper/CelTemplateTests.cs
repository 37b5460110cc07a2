using System.Text.Json;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Tests.Gatekeeper;

public sealed class CelTemplateTests
{
    private const string Cel = """
        {"engine":"K8sNativeValidation","source":{
        "variables":[{"name":"all","expression":"variables.anyObject.spec.containers + (has(variables.anyObject.spec.ephemeralContainers) ? variables.anyObject.spec.ephemeralContainers : [])"},
        {"name":"bad","expression":"variables.all.filter(c, has(c.securityContext) && has(c.securityContext.privileged) && c.securityContext.privileged && c.name != variables.params.exempt).map(c, c.name)"}],
        "validations":[{"expression":"size(variables.bad) == 0","messageExpression":"'by CEL: ' + variables.bad.join(', ')"},{"expression":"!('dbg' in variables.bad)","message":"not dbg"}]}}
        """;

    private const string Rego = """{"engine":"Rego","source":{"rego":"package a\nviolation[{\"msg\": \"by Rego\"}] { true }"}}""";

    private static readonly JsonElement s_constraint = Cluster.Constraint("""{"parameters":{"exempt":"nobody"}}""");

    [Fact]
    public void Validations_AreAllReported() =>
        Assert.Equal("denied: by CEL: dbg\ndenied: not dbg", Cluster.Decide([Template(Cel), s_constraint]));

    [Fact]
    public void Parameters_AreThoseOfTheConstraint() =>
        Assert.Equal("allowed", Cluster.Decide([Template(Cel), Cluster.Constraint("""{"parameters":{"exempt":"dbg"}}""")]));

    /// <summary>Which language runs depends on the version, whatever stands first.</summary>
    [Theory]
    [InlineData("v3.16.3", "denied: by Rego")]
    [InlineData("v3.17.0", "denied: by CEL: dbg\ndenied: not dbg")]
    public void BothLanguages(string tag, string expected)
    {
        var pod = Cluster.Json($$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"m"},"spec":{"containers":[{"image":"openpolicyagent/gatekeeper:{{tag}}"}]} }""");
        Assert.Equal(expected, Cluster.Decide([Template(Rego + "," + Cel), s_constraint, pod]));
        Assert.Equal(expected, Cluster.Decide([Template(Cel + "," + Rego), s_constraint, pod]));
    }

    /// <summary>An error counts by the failurePolicy of the template.</summary>
    [Theory]
    [InlineData("Fail", "failed closed: expression 'object.spec.nothing == 1' resulted in error: no such key: nothing")]
    [InlineData("Ignore", "failed open: expression 'object.spec.nothing == 1' resulted in error: no such key: nothing")]
    public void Errors(string failurePolicy, string expected)
    {
        var code = $$"""{"engine":"K8sNativeValidation","source":{"failurePolicy":"{{failurePolicy}}","validations":[{"expression":"object.spec.nothing == 1"}]} }""";
        Assert.Equal(expected, Cluster.Decide([Template(code), s_constraint], RequestChannel.Regular));
    }

    private static JsonElement Template(string code) => Cluster.Json($$"""
        {"apiVersion":"templates.gatekeeper.sh/v1","kind":"ConstraintTemplate","metadata":{"name":"privileged"},
        "spec":{"crd":{"spec":{"names":{"kind":"Privileged"} } },"targets":[{"target":"admission.k8s.gatekeeper.sh","code":[{{code}}]}]} }
        """);
}
