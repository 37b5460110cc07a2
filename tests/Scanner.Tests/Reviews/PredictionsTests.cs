using System.Text.Json;
using Scanner.Core.Admission.Verdicts;
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
            Assert.Equal((name, expected), (name, predictions.Of(name, new Dictionary<string, string> { ["env"] = env! }).Verdict));
        Assert.Contains("team-f", predictions.Of("team-f", null).Because, StringComparison.Ordinal);
        Assert.Contains("team-g", predictions.Of("team-g", null).Because, StringComparison.Ordinal);
    }

    private static JsonElement Element(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
