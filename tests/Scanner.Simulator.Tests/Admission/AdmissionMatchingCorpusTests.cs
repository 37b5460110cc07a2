using System.Text.Json.Nodes;
using Scanner.Fixtures;
using Scanner.Simulator.Admission;
using Scanner.Simulator.Admission.Policies;
using Scanner.Simulator.Webhooks;

namespace Scanner.Simulator.Tests.Admission;

/// <summary>Every decision of a real server about random rules, selectors and bindings.</summary>
public sealed class AdmissionMatchingCorpusTests
{
    [Fact]
    public async Task Validate_RecordedDecisions_SameCodeAndMessage()
    {
        var cases = JsonNode.Parse(await File.ReadAllTextAsync(Fixture.PathOf("corpora", "admission-matching.json")))!.AsArray();
        List<string> differences = [];
        foreach (var one in cases.Cast<JsonObject>())
        {
            var cluster = new FakeCluster();
            foreach (var obj in one.Objects("objects"))
                cluster.Add(obj);
            var ns = one.Object("namespace").Text("name")!;
            cluster.Add(new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = one["namespace"]!.DeepClone() });
            var pod = Requests.Pod(ns);
            pod["metadata"]!["labels"] = one["podLabels"]!.DeepClone();
            var chain = new AdmissionChain(cluster, Plugins(), KubernetesVersion.V1_36);
            var answer = await chain.ValidateAsync(Requests.Probe(pod, Requests.WithEphemeral(pod, "{}")), CancellationToken.None);
            var (code, message) = (answer.Refusal?.Code ?? 200, answer.Refusal?.Body.Text("message"));
            if (code != one.Number("status") || message != one.Text("message"))
                differences.Add($"{ns}: want {one.Number("status")} {one.Text("message")}\n  got {code} {message}");
        }

        Assert.Equal(90, cases.Count);
        Assert.True(differences.Count == 0, string.Join("\n", differences.Take(20)));
    }

    /// <summary>The expressions of the corpus, written out.</summary>
    private static AdmissionPlugins Plugins() => ScenarioWebhooks.Register(new AdmissionPlugins())
        .OnExpression("request.operation == 'UPDATE'", c => CelValue.Of(c.Request.Operation == "UPDATE"))
        .OnExpression("request.subResource != 'ephemeralcontainers'", c => CelValue.Of(c.Request.Subresource != "ephemeralcontainers"))
        .OnExpression("request.userInfo.username != 'admin'", c => CelValue.Of(c.Request.User.Name != "admin"))
        .OnExpression("!('tier' in object.metadata.labels)", c => CelValue.Of(!c.Request.Object.Labels().ContainsKey("tier")));
}
