using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.ApiServer.Yaml;
using Scanner.IntegrationTests.Clusters;
using Scanner.Simulator;
using YamlDotNet.RepresentationModel;

namespace Scanner.IntegrationTests.Worker.Reports;

/// <summary>Servers of either kind with the CRDs of the product and a plain account, eve, that has a worker's rights and no more.</summary>
public sealed class ReportServers : IAsyncLifetime
{
    private const string Json = "application/json";

    private static readonly string[] s_rights =
    [
        """
        {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"worker"},"rules":[
        {"apiGroups":[""],"resources":["namespaces"],"verbs":["get","list","watch"]},
        {"apiGroups":[""],"resources":["pods"],"verbs":["list","watch","create"]},
        {"apiGroups":[""],"resources":["pods/ephemeralcontainers"],"verbs":["patch"]},
        {"apiGroups":[""],"resources":["serviceaccounts"],"verbs":["list","watch"]},
        {"apiGroups":["rbac.authorization.k8s.io","admissionregistration.k8s.io"],"resources":["*"],"verbs":["list","watch"]},
        {"apiGroups":["wgpolicyk8s.io"],"resources":["policyreports","clusterpolicyreports"],"verbs":["list","watch","create","patch","delete"]}]}
        """,
        """
        {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"worker"},
        "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"worker"},
        "subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"User","name":"eve"}]}
        """,
    ];

    private readonly Dictionary<string, TestCluster> _clusters = [];
    private readonly List<IAsyncDisposable> _running = [];

    public static TheoryData<string> Kinds => ["1.36", ClusterPool.Real];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var running in _running)
            await running.DisposeAsync();
    }

    /// <summary>Skips the test where a real server cannot be had.</summary>
    internal async Task<TestCluster> GetAsync(string kind)
    {
        if (_clusters.TryGetValue(kind, out var known))
            return known;
        var (binaries, missing) = ControlPlaneBinaries.Find();
        Skip.If(kind == ClusterPool.Real && binaries is null, missing);
        var cluster = kind == ClusterPool.Real ? await StartRealAsync(binaries!) : await StartSimulatedAsync();
        using var admin = cluster.Admin();
        foreach (var manifest in s_rights)
        {
            var obj = JsonNode.Parse(manifest)!;
            await admin.SendAsync(HttpMethod.Post, $"/apis/rbac.authorization.k8s.io/v1/{obj["kind"]!.GetValue<string>().ToLowerInvariant()}s", obj, Json, CancellationToken.None);
        }

        foreach (var file in ReportApis.Files("*"))
            await admin.SendAsync(HttpMethod.Post, "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", Read(file), Json, CancellationToken.None);
        await WaitUntilServedAsync(admin);
        return _clusters[kind] = cluster;
    }

    private async Task<TestCluster> StartSimulatedAsync()
    {
        var server = await Scanner.Simulator.Scenario.SampleServer.StartAsync(KubernetesVersion.V1_36, CancellationToken.None);
        _running.Add(server);
        foreach (var user in TestUsers.All)
            server.AddUser(user.Token, user.Name, user.Groups);
        return new TestCluster(server.Url, server.CertificateAuthorityPem, true, server);
    }

    private async Task<TestCluster> StartRealAsync(ControlPlaneBinaries binaries)
    {
        var server = await RealApiServer.StartAsync(binaries, CancellationToken.None);
        _running.Add(server);
        return new TestCluster(server.Url, server.CertificateAuthorityPem, true, null);
    }

    private static async Task WaitUntilServedAsync(AdminClient admin)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        foreach (var path in new[] { "wgpolicyk8s.io/v1alpha2/policyreports", "wgpolicyk8s.io/v1alpha2/clusterpolicyreports", "openreports.io/v1alpha1/reports", "openreports.io/v1alpha1/clusterreports" })
        {
            while (true)
            {
                using var served = await admin.Http.GetAsync($"/apis/{path}", limit.Token);
                if (served.IsSuccessStatusCode)
                    break;
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, limit.Token);
            }
        }
    }

    private static JsonNode Read(string file)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(file)));
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
            YamlToJson.Write(json, yaml.Documents[0].RootNode);
        return JsonNode.Parse(bytes.ToArray())!;
    }
}
