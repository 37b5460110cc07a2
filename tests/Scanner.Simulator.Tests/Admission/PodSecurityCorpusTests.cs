using System.Text.Json.Nodes;
using Scanner.Fixtures;
using Scanner.Simulator.Admission;

namespace Scanner.Simulator.Tests.Admission;

/// <summary>Every decision that a real server made about random securityContexts, with the exact message.</summary>
public sealed class PodSecurityCorpusTests
{
    [Fact]
    public async Task Validate_RecordedDecisions_SameCodeAndMessage()
    {
        var corpus = JsonNode.Parse(await File.ReadAllTextAsync(Fixture.PathOf("corpora", "pod-security.json")))!.AsObject();
        var chains = new Dictionary<(string, string), AdmissionChain>();
        List<string> differences = [];
        var cases = corpus.Objects("cases").ToList();
        foreach (var one in cases)
        {
            var (level, version) = (one.Text("level")!, one.Text("version")!);
            if (!chains.TryGetValue((level, version), out var chain))
                chains[(level, version)] = chain = Chain(level, version);
            var pod = corpus.Object("pods").Object(one.Text("pod")!)!;
            var answer = await chain.ValidateAsync(
                Requests.Probe(pod, Requests.WithEphemeral(pod, one.Object("securityContext")!.ToJsonString())), CancellationToken.None);
            var (code, message) = (answer.Refusal?.Code ?? 200, answer.Refusal?.Body.Text("message"));
            if (code != one.Number("status") || message != one.Text("message"))
                differences.Add($"{one.ToJsonString()}\n  got {code} {message}");
        }

        Assert.Equal(1385, cases.Count);
        Assert.True(differences.Count == 0, string.Join("\n", differences.Take(20)));
    }

    private static AdmissionChain Chain(string level, string version) => new(
        new FakeCluster().AddNamespace(
            "psa0", ("pod-security.kubernetes.io/enforce", level), ("pod-security.kubernetes.io/enforce-version", version)),
        new AdmissionPlugins(),
        KubernetesVersion.V1_36);
}
