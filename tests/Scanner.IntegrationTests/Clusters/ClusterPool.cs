using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Scanner.Simulator;
using Scanner.Simulator.Scenario;
using Scanner.Simulator.Webhooks;

namespace Scanner.IntegrationTests.Clusters;

/// <summary>Starts each kind of cluster once, on first demand, and stops them all after the last test.</summary>
public sealed class ClusterPool : IAsyncLifetime
{
    /// <summary>A real API server, where its binaries are.</summary>
    public const string Real = "real";

    /// <summary>Simulated servers by the version they answer as; the last one has the beta of admission policies on.</summary>
    public static readonly IReadOnlyList<string> Simulated = ["1.36", "1.30", "1.28", "1.25", "1.28-beta"];

    private readonly ConcurrentDictionary<string, Lazy<Task<TestCluster>>> _clusters = new();
    private readonly ConcurrentBag<IAsyncDisposable> _running = [];

    public static TheoryData<string> All => new([.. Simulated, Real]);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var running in _running)
            await running.DisposeAsync();
    }

    /// <summary>Skips the test, naming what is missing, when the cluster cannot be had.</summary>
    internal Task<TestCluster> GetAsync(string kind)
    {
        var (binaries, missing) = ControlPlaneBinaries.Find();
        Skip.If(kind == Real && binaries is null, missing);
        return _clusters.GetOrAdd(kind, k => new Lazy<Task<TestCluster>>(() => k == Real ? StartRealAsync(binaries!) : StartSimulatedAsync(k))).Value;
    }

    private async Task<TestCluster> StartSimulatedAsync(string kind)
    {
        var beta = kind.EndsWith("-beta", StringComparison.Ordinal);
        var version = Enum.Parse<KubernetesVersion>("V" + kind.Replace("-beta", "", StringComparison.Ordinal).Replace('.', '_'));
        var server = await SampleServer.StartAsync(version, CancellationToken.None, beta);
        _running.Add(server);
        foreach (var user in TestUsers.All)
            server.AddUser(user.Token, user.Name, user.Groups);
        var cluster = new TestCluster(server.Url, server.CertificateAuthorityPem, beta || version >= KubernetesVersion.V1_30, server);
        await GrantAsync(cluster);
        return cluster;
    }

    private async Task<TestCluster> StartRealAsync(ControlPlaneBinaries binaries)
    {
        var server = await RealApiServer.StartAsync(binaries, CancellationToken.None);
        _running.Add(server);
        var hooks = await WebhookHost.StartAsync(0, CancellationToken.None);
        _running.Add(hooks);
        using var admin = new AdminClient(server.Url, server.CertificateAuthorityPem, TestUsers.Admin.Token);
        var policies = await PolicyVersionAsync(admin);
        var cluster = new TestCluster(server.Url, server.CertificateAuthorityPem, policies is not null, null);
        // A port that was free a moment ago and that nothing listens on.
        var options = new ScenarioOptions { CaBundleBase64 = hooks.CaBundleBase64, HookPort = hooks.Port, DownPort = 1, AdmissionPolicies = policies };
        await SampleCluster.ApplyAsync(admin.Http, options, CancellationToken.None);
        await GrantAsync(cluster);
        if (policies is not null)
            await WaitForPoliciesAsync(admin);
        return cluster;
    }

    // v1 from 1.30 on, v1beta1 on 1.28 and 1.29 when switched on, else none.
    private static async Task<string?> PolicyVersionAsync(AdminClient admin)
    {
        foreach (var version in new[] { "v1", "v1beta1" })
        {
            using var response = await admin.Http.GetAsync($"/apis/admissionregistration.k8s.io/{version}/validatingadmissionpolicies");
            if (response.IsSuccessStatusCode)
                return version;
        }

        return null;
    }

    private static async Task GrantAsync(TestCluster cluster)
    {
        using var admin = cluster.Admin();
        foreach (var manifest in TestUsers.Grants)
        {
            var obj = JsonNode.Parse(manifest)!.AsObject();
            var resource = obj["kind"]!.GetValue<string>().ToLowerInvariant() + "s";
            await admin.SendAsync(HttpMethod.Post, $"/apis/rbac.authorization.k8s.io/v1/{resource}", obj, "application/json", CancellationToken.None);
        }
    }

    // An admission policy is enforced about a second after it is stored; until then a scan would rightly say Unprotected.
    private static async Task WaitForPoliciesAsync(AdminClient admin)
    {
        foreach (var ns in new[] { "vap-deny", "vap-gap", "vap-error" })
        {
            var pod = JsonNode.Parse("""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"x"},"spec":{"containers":[{"name":"x","image":"x","securityContext":{"privileged":true}}]}}""");
            while (await admin.IsAcceptedAsync($"/api/v1/namespaces/{ns}/pods?dryRun=All", pod!, CancellationToken.None))
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
    }
}
