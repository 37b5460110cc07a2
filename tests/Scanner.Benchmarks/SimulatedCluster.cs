using System.Diagnostics;
using System.Text.Json.Nodes;
using Scanner.Simulator;
using Scanner.Simulator.Api;
using Scanner.Simulator.Pods;
using Scanner.Simulator.Storage;

namespace Scanner.Benchmarks;

/// <summary>A filled simulated API server in a process of its own, so that its cost is not counted with the scanner's.</summary>
internal sealed class SimulatedCluster : IDisposable
{
    private readonly Process _process;

    private SimulatedCluster(Process process, string kubeconfig)
    {
        _process = process;
        Kubeconfig = kubeconfig;
    }

    /// <summary>Path of a file.</summary>
    public string Kubeconfig { get; }

    public int ProcessId => _process.Id;

    /// <summary>The child's side: fills a server, says where its kubeconfig is, and serves until standard input ends.</summary>
    public static async Task ServeAsync(int namespaces, int pods, int policies, CancellationToken cancellationToken)
    {
        var options = new SimulatorOptions
        {
            RememberedRequests = 0,
            Strategies = new Dictionary<string, IResourceStrategy> { ["/pods"] = new PodStrategy(KubernetesVersion.V1_36) },
        };
        await using var server = await SimulatedApiServer.StartAsync(options, cancellationToken);
        var kubeconfig = Path.GetTempFileName();
        await File.WriteAllTextAsync(kubeconfig, server.Kubeconfig(), cancellationToken);
        Fill(server.Store, namespaces, pods);
        SyntheticPolicies.Fill(server.Store, policies);
        await Console.Out.WriteLineAsync(kubeconfig.AsMemory(), cancellationToken);
        await Console.In.ReadToEndAsync(cancellationToken);
        File.Delete(kubeconfig);
    }

    // Past the API: 150,000 pods would take it half an hour.
    private static void Fill(ClusterStore store, int namespaces, int pods)
    {
        for (var i = 0; i < namespaces; i++)
            store.Apply(new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = RawCluster.Namespace(i) } });
        for (var i = 0; i < pods; i++)
        {
            var pod = SyntheticPod.Create(RawCluster.Namespace(i % namespaces), i);
            pod["status"] = SyntheticPod.Status(i);
            store.Apply(pod);
        }
    }

    public static async Task<SimulatedCluster> StartAsync(int namespaces, int pods, int policies, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["serve", "--namespaces", $"{namespaces}", "--pods", $"{pods}", "--policies", $"{policies}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        var process = Process.Start(start)!;
        var kubeconfig = await process.StandardOutput.ReadLineAsync(cancellationToken)
            ?? throw new InvalidOperationException("the simulated server did not start");
        return new SimulatedCluster(process, kubeconfig);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
