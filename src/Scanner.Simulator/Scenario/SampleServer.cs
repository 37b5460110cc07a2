using Scanner.Simulator.Admission;
using Scanner.Simulator.Api;
using Scanner.Simulator.Pods;

namespace Scanner.Simulator.Scenario;

/// <summary>Starts simulated API servers that hold the sample cluster.</summary>
public static class SampleServer
{
    /// <param name="betaAdmissionPolicies">Serve admission policies in v1beta1, which 1.28 does only when told to.</param>
    public static Task<SimulatedApiServer> StartAsync(KubernetesVersion version, CancellationToken cancellationToken, bool betaAdmissionPolicies = false)
    {
        var options = new SimulatorOptions { Version = version, BetaAdmissionPolicies = betaAdmissionPolicies };
        return StartAsync(options, cancellationToken);
    }

    /// <summary>As the other one; what <paramref name="options"/> says of admission and strategies is replaced.</summary>
    public static async Task<SimulatedApiServer> StartAsync(SimulatorOptions options, CancellationToken cancellationToken)
    {
        var server = await SimulatedApiServer.StartAsync(WithPods(options), cancellationToken);
        try
        {
            var scenario = ScenarioOptions.For(options.Version);
            using var admin = server.CreateClient();
            await SampleCluster.ApplyAsync(admin, options.BetaAdmissionPolicies ? scenario with { AdmissionPolicies = "v1beta1" } : scenario, cancellationToken);
            server.ClearRequests();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The same options with the pods' API rules and the admission chain of the sample cluster.</summary>
    public static SimulatorOptions WithPods(SimulatorOptions options) => new()
    {
        Version = options.Version,
        BetaAdmissionPolicies = options.BetaAdmissionPolicies,
        TimeProvider = options.TimeProvider,
        WatchHistorySize = options.WatchHistorySize,
        ServeProtobuf = options.ServeProtobuf,
        RememberedRequests = options.RememberedRequests,
        CreateDefaultServiceAccounts = options.CreateDefaultServiceAccounts,
        InProcess = options.InProcess,
        NewUid = options.NewUid,
        Strategies = new Dictionary<string, IResourceStrategy> { ["/pods"] = new PodStrategy(options.Version) },
        Admission = store => new AdmissionChain(
            store,
            SampleCluster.Register(new AdmissionPlugins { BetaAdmissionPolicies = options.BetaAdmissionPolicies }),
            options.Version),
    };
}
