using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Scanner.Core.Posture;
using Scanner.Fixtures;
using Scanner.IntegrationTests.Programs;
using Scanner.IntegrationTests.Worker.Reports;
using Scanner.Simulator;
using Scanner.Simulator.Scenario;
using YamlDotNet.RepresentationModel;

namespace Scanner.IntegrationTests.Worker;

/// <summary>What <c>deploy/</c> installs: its account, its roles, its fence and its configuration are enough, and allow nothing else.</summary>
[Collection(WorkerCollection.Name)]
public sealed class WorkerDeployedTests : IAsyncLifetime
{
    private const string Namespace = "ephemeral-scanner";
    private const string Account = "system:serviceaccount:ephemeral-scanner:ephemeral-scanner";
    private const string Token = "installed-token";

    // What a cluster does with the others (pods, endpoints) is nothing that the simulated server does.
    private static readonly string[] s_kinds =
    [
        "ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding", "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding",
    ];

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private readonly string _configuration = Path.GetTempFileName();
    private SimulatedApiServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await SampleServer.StartAsync(new SimulatorOptions { Version = KubernetesVersion.V1_36, TimeProvider = _time }, CancellationToken.None);
        ReportApis.Install(_server);
        _server.AddUser(Token, Account, "system:serviceaccounts", $"system:serviceaccounts:{Namespace}", "system:authenticated");
        _server.Store.ApplyYaml(await File.ReadAllTextAsync(Checkout.PathOf("deploy", "namespace.yaml")));
        foreach (var document in (await File.ReadAllTextAsync(Checkout.PathOf("deploy", "ephemeral-scanner.yaml"))).Split("\n---\n"))
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(document));
            if (stream.Documents is not [{ RootNode: YamlMappingNode root }])
                continue;
            if (s_kinds.Contains(((YamlScalarNode)root["kind"]).Value))
                _server.Store.ApplyYaml(document);
            else if (root["kind"].ToString() == "ConfigMap")
                await File.WriteAllTextAsync(_configuration, ((YamlScalarNode)root["data"]["scanner.yaml"]).Value);
        }
    }

    public async Task DisposeAsync()
    {
        File.Delete(_configuration);
        await _server.DisposeAsync();
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task Worker_AsDeployed_DoesAFullCycleWithoutARefusal()
    {
        await using var worker = await WorkerRig.StartAsync(_server, _time, s => s with { RequireFence = true }, Account, configFile: _configuration);
        await worker.SnapshotAsync(WorkerRig.IsScanned, "the first scan");
        Assert.Equal(FullScanResult.Complete, worker.Snapshot.FullScans.LastResult);
        await worker.UntilAsync(() => ReportRig.IsPublished(worker), "the reports");
        _server.Store.SetLabel("open", StoreChanges.Enforce, "baseline");
        await worker.PassAsync(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(0.5));
        await worker.AssertAsFreshAsync();
        Assert.DoesNotContain(worker.Snapshot.Scan.Findings, f => f.Rule is "ES501" or "ES502");
        // The one write that is no dry run is refused by the fence, which is what it is for; probes are refused by policies.
        Assert.Empty(worker.Client.RequestCounts.Where(c => c is { Code: "403", Resource: not "pods/ephemeralcontainers" and not "pods" }));
        Assert.Contains(worker.Log.Lines, l => l.StartsWith("Information: Fenced", StringComparison.Ordinal));
    }

    [InProcessTheory(Why = InProcess.Clock)]
    [InlineData("PATCH", "/ephemeralcontainers", """{"spec":{"ephemeralContainers":[{"name":"x","image":"x"}]}}""")]
    [InlineData("PATCH", "", """{"metadata":{"labels":{"a":"b"}}}""")]
    [InlineData("DELETE", "", null)]
    [InlineData("POST", "/eviction", """{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"POD"}}""")]
    [InlineData("POST", "/binding", """{"apiVersion":"v1","kind":"Binding","metadata":{"name":"POD"},"target":{"kind":"Node","name":"n"}}""")]
    public async Task RealWrites_ByItsToken_AreRefused(string method, string subresource, string? body)
    {
        var pod = _server.Store.List("", "pods", "open").First()["metadata"]!["name"]!.GetValue<string>();
        // RBAC stops most of it, the fence the rest.
        using var answer = await SendAsync(new HttpMethod(method), $"/api/v1/namespaces/open/pods/{pod}{subresource}", body?.Replace("POD", pod, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task NewPod_ByItsToken_IsRefusedByTheFence()
    {
        using var answer = await SendAsync(
            HttpMethod.Post, "/api/v1/namespaces/open/pods", """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"x"},"spec":{"containers":[{"name":"x","image":"x"}]}}""");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("fence of ephemeral-scanner", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null(_server.Store.Get("", "pods", "open", "x"));
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body)
    {
        using var http = _server.CreateClient(Token);
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, method == HttpMethod.Patch ? "application/strategic-merge-patch+json" : "application/json");
        return await http.SendAsync(request);
    }
}
