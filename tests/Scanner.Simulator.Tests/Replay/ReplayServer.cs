using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Scanner.Fixtures;
using Scanner.Simulator.Admission;
using Scanner.Simulator.Api;
using Scanner.Simulator.Objects;
using Scanner.Simulator.Pods;
using Scanner.Simulator.Scenario;

namespace Scanner.Simulator.Tests.Replay;

/// <summary>A server with the sample cluster, prepared as the recorded ones were.</summary>
internal sealed class ReplayServer : IAsyncDisposable
{
    private ReplayServer(SimulatedApiServer api, FakeTimeProvider time) => (Api, Time, Client) = (api, time, api.CreateClient(token: null));

    public SimulatedApiServer Api { get; }

    public KubernetesVersion Version => Api.Store.Options.Version;

    public FakeTimeProvider Time { get; }

    /// <summary>Sends no credentials of its own.</summary>
    public HttpClient Client { get; }

    public static async Task<ReplayServer> StartAsync(KubernetesVersion version, CancellationToken cancellationToken)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 10, 38, 44, TimeSpan.Zero));
        var plugins = SampleCluster.Register(new AdmissionPlugins());
        var api = await SimulatedApiServer.StartAsync(
            new SimulatorOptions
            {
                Version = version,
                TimeProvider = time,
                Admission = store => new AdmissionChain(store, plugins, version),
                Strategies = new Dictionary<string, IResourceStrategy> { ["/pods"] = new PodStrategy(version) },
            },
            cancellationToken);
        using var client = api.CreateClient();
        await SampleCluster.ApplyAsync(client, ScenarioOptions.For(version), cancellationToken);
        return new ReplayServer(api, time);
    }

    /// <summary>The CustomResourceDefinitions of the report APIs, which were installed late.</summary>
    public void InstallReportApis()
    {
        var list = JsonNode.Parse(File.ReadAllText(Fixture.PathOf("recordings", "kubernetes-1.36", "protobuf", "customresources.json")))!.AsObject();
        foreach (var definition in list.Objects("items"))
        {
            definition["apiVersion"] = "apiextensions.k8s.io/v1";
            definition["kind"] = "CustomResourceDefinition";
            Api.Store.Apply(definition);
        }
    }

    /// <summary>The EndpointSlice that one recorded list finds.</summary>
    public void AddEndpointSlice() => Api.Store.ApplyYaml(
        """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {namespace: open, name: hook-1, labels: {kubernetes.io/service-name: hook}}
        addressType: IPv4
        endpoints: [{addresses: [10.0.0.9], conditions: {ready: false}}]
        ports: [{port: 8443}]
        """,
        "kubectl-client-side-apply");

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Api.DisposeAsync();
    }
}
