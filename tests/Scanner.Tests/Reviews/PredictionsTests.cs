using System.Collections.Immutable;
using System.Text.Json;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Policies.Objects;
using Scanner.Reviews;

namespace Scanner.Tests.Reviews;

/// <summary>Namespaces are judged once where policies cannot tell them apart, and by themselves where they can.</summary>
public sealed class PredictionsTests
{
    private const string Template = """
        {"apiVersion":"templates.gatekeeper.sh/v1","kind":"ConstraintTemplate","metadata":{"name":"no"},"spec":{"crd":{"spec":{"names":{"kind":"No"} } },
         "targets":[{"target":"admission.k8s.gatekeeper.sh","rego":"package p\nviolation[{\"msg\": \"no\"}] { input.review.object.spec.ephemeralContainers[_].securityContext.privileged }"}]} }
        """;

    private const string Constraint = """
        {"apiVersion":"constraints.gatekeeper.sh/v1beta1","kind":"No","metadata":{"name":"no"},"spec":{"match":{"excludedNamespaces":["team-b*"],
         "namespaceSelector":{"matchExpressions":[{"key":"env","operator":"NotIn","values":["test"]}]} } } }
        """;

    [Fact]
    public void NamesAndLabels_TellNamespacesApart()
    {
        var predictions = new Predictions(new PolicySet(new PolicyObjects([Element(Template), Element(Constraint)]), PolicyEngines.NewestMinor), []);
        (string Name, string? Env, Verdict Expected)[] namespaces =
        [
            ("team-a", "prod", Verdict.Protected), ("team-b", "prod", Verdict.Unprotected), ("team-c", "prod", Verdict.Protected), ("team-d", "test", Verdict.Unprotected),
            ("team-b2", "", Verdict.Unprotected), ("team-e", "", Verdict.Protected),
        ];
        foreach (var (name, env, expected) in namespaces)
            Assert.Equal((name, expected), (name, predictions.Of(name, new Dictionary<string, string> { ["env"] = env! }, []).Verdict));
        Assert.Contains("team-f", predictions.Of("team-f", null, []).Because, StringComparison.Ordinal);
        Assert.Contains("team-g", predictions.Of("team-g", null, []).Because, StringComparison.Ordinal);
    }

    private const string Policy = """
        {"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingAdmissionPolicy","metadata":{"name":"no"},"spec":{
         "matchConstraints":{"objectSelector":{"matchLabels":{"guard":"on"} },"resourceRules":[{"apiGroups":[""],"apiVersions":["v1"],"operations":["OPERATION"],"resources":["RESOURCE"]}]},
         "validations":[{"expression":"!has(object.spec.ephemeralContainers) || object.spec.ephemeralContainers.all(c, !c.?securityContext.privileged.orValue(false))"}]} }
        """;

    private const string Binding = """
        {"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingAdmissionPolicyBinding","metadata":{"name":"no"},"spec":{"policyName":"no","validationActions":["Deny"]} }
        """;

    /// <summary>The labels of the pods that are there decide, the worst of them; where they are not known nothing is guessed.</summary>
    [Theory]
    [InlineData("pods/ephemeralcontainers", "UPDATE", new[] { "on" }, Verdict.Protected)]
    [InlineData("pods/ephemeralcontainers", "UPDATE", new[] { "off" }, Verdict.Unprotected)]
    [InlineData("pods/ephemeralcontainers", "UPDATE", new[] { "on", "off" }, Verdict.Unprotected)]
    [InlineData("pods/ephemeralcontainers", "UPDATE", null, Verdict.Unknown)]
    [InlineData("pods", "CREATE", null, Verdict.Unprotected)]
    public void ObjectSelector_GoesByThePodsThatAreThere(string resource, string operation, string[]? guards, Verdict expected)
    {
        var policy = Policy.Replace("RESOURCE", resource, StringComparison.Ordinal).Replace("OPERATION", operation, StringComparison.Ordinal);
        var predictions = new Predictions(new PolicySet(new PolicyObjects([Element(policy), Element(Binding)]), PolicyEngines.NewestMinor), []);
        ImmutableArray<LabelledPod>? pods = guards is null ? null : [.. guards.Select(g => new LabelledPod("web", PodLabels.Of([new("guard", g)], [])))];
        var prediction = predictions.Of("shop", new Dictionary<string, string>(), pods);
        Assert.Equal(expected, prediction.Verdict);
        Assert.Equal(expected == Verdict.Unknown, prediction.Because.Contains("labels of the pods", StringComparison.Ordinal));
    }

    private static JsonElement Element(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
