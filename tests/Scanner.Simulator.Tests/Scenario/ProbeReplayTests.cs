using System.Text.Json.Nodes;
using Scanner.Simulator.Admission;
using Scanner.Simulator.Scenario;

namespace Scanner.Simulator.Tests.Scenario;

/// <summary>What real servers answered to probes of the sample cluster, answered again: status, reason, message, details, warnings and spec.</summary>
public sealed class ProbeReplayTests
{
    /// <summary>Answered before a pod is looked at, or about no pod.</summary>
    private static readonly string[] NotAboutAPod =
    [
        "no-such-namespace", "no-such-pod", "bad-dryrun-value", "wrong-content-type", "unknown-field", "put-conflict",
        "impersonated-alice", "impersonation-forbidden", "anonymous", "unauthorized", "forbidden-by-rbac", "nothing-persisted",
    ];

    [Theory]
    [InlineData(KubernetesVersion.V1_25)]
    [InlineData(KubernetesVersion.V1_28)]
    [InlineData(KubernetesVersion.V1_30)]
    [InlineData(KubernetesVersion.V1_36)]
    public async Task Send_RecordedProbes_SameAnswers(KubernetesVersion version)
    {
        var folder = $"kubernetes-1.{(int)version}";
        var exchanges = RecordedExchange.In(folder, "probe").Concat(RecordedExchange.In(folder, "probe-errors")).Where(e => !NotAboutAPod.Contains(e.Name, StringComparer.Ordinal)).ToList();
        Assert.Equal(27 * 3 + 1 + 5, exchanges.Count);
        await AssertSameAsync(new PodPipeline(version, ScenarioOptions.For(version)), exchanges);
    }

    /// <summary>That server held other pods, so admitted probes compare by the ephemeral containers alone.</summary>
    [Fact]
    public async Task Send_BetaAdmissionPolicies_SameAnswers()
    {
        var exchanges = RecordedExchange.In("kubernetes-1.28", "admission-policies-beta").Where(e => e.Method == "PATCH").ToList();
        Assert.Equal(6, exchanges.Count);
        var pipeline = new PodPipeline(KubernetesVersion.V1_28, new ScenarioOptions { AdmissionPolicies = "v1beta1" });
        await AssertSameAsync(pipeline, exchanges, EphemeralContainersOnly);
    }

    private static string EphemeralContainersOnly(string answer)
    {
        var node = JsonNode.Parse(answer)!;
        if (node["body"].Object("spec") is { } spec)
            node["body"] = spec["ephemeralContainers"]!.DeepClone();
        return node.ToJsonString();
    }

    private static async Task AssertSameAsync(PodPipeline pipeline, IEnumerable<RecordedExchange> exchanges, Func<string, string>? part = null)
    {
        part ??= answer => answer;
        foreach (var exchange in exchanges)
        {
            var (recorded, answered) = (part(exchange.Expected), part(await pipeline.SendAsync(exchange)));
            Assert.True(recorded == answered, $"{exchange.Name}\nrecorded {recorded}\nanswered {answered}");
        }
    }
}
