using System.Text.Json.Nodes;
using Scanner.Fixtures;
using Scanner.Simulator.Admission;
using Scanner.Simulator.Scenario;

namespace Scanner.Simulator.Tests.Scenario;

public sealed class SampleClusterTests
{
    [Fact]
    public void Manifests_Namespaces_AreTheSituationsAndTheRecordedOnes()
    {
        var namespaces = SampleCluster.Manifests(new ScenarioOptions()).Where(o => o.Text("kind") == "Namespace").Select(NameOf).Order(StringComparer.Ordinal).ToList();
        var recorded = JsonNode.Parse(File.ReadAllText(Fixture.PathOf("recordings", "kubernetes-1.36", "list", "namespaces.json")))!["response"]!["body"]
            .Objects("items").Where(n => n.Labels().ContainsKey("scenario")).Select(NameOf).Order(StringComparer.Ordinal);
        Assert.Equal(recorded, namespaces);
        Assert.Equal(namespaces, SampleCluster.Situations.Select(s => s.Namespace).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Manifests_Options_ReachEveryWebhook()
    {
        var webhooks = SampleCluster.Manifests(new ScenarioOptions { CaBundleBase64 = "Q0E=", HookPort = 1, DownPort = 2 })
            .SelectMany(o => o.Objects("webhooks")).ToList();
        Assert.Equal(10, webhooks.Count);
        Assert.All(webhooks, w => Assert.Equal("Q0E=", w.Object("clientConfig").Text("caBundle")));
        Assert.All(webhooks, w => Assert.Matches("^https://127.0.0.1:[12]/", w.Object("clientConfig").Text("url")));
        Assert.Equal(2, webhooks.Count(w => w.Object("clientConfig").Text("url") == "https://127.0.0.1:2/deny"));
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData("v1", 5)]
    [InlineData("v1beta1", 5)]
    public void Manifests_AdmissionPolicies_InTheServedVersion(string? version, int count)
    {
        var policies = SampleCluster.Manifests(new ScenarioOptions { AdmissionPolicies = version }).Where(o => o.Text("kind") == "ValidatingAdmissionPolicy").ToList();
        Assert.Equal(count, policies.Count);
        Assert.All(policies, p => Assert.Equal("admissionregistration.k8s.io/" + version, p.Text("apiVersion")));
    }

    [Fact]
    public void Writes_Order_ManifestsThenSteps()
    {
        var writes = SampleCluster.Writes(new ScenarioOptions()).ToList();
        Assert.Equal("/api/v1/namespaces?fieldManager=kubectl-client-side-apply", writes[0].Path);
        Assert.Contains(writes, w => w.Path.StartsWith("/apis/rbac.authorization.k8s.io/v1/namespaces/open/roles?", StringComparison.Ordinal));
        Assert.Contains(writes, w => w.Path.StartsWith("/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies?", StringComparison.Ordinal));
        Assert.Equal(SampleCluster.Steps, writes.TakeLast(SampleCluster.Steps.Length));
    }

    private static string NameOf(JsonObject obj) => obj.Object("metadata").Text("name")!;
}
