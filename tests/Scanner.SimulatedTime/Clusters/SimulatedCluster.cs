using System.Globalization;
using System.Text.Json.Nodes;
using Scanner.Simulator;
using Scanner.Simulator.Admission;
using Scanner.Simulator.Scenario;
using Scanner.SimulatedTime.Clocks;

namespace Scanner.SimulatedTime.Clusters;

/// <summary>The simulated cluster of one run: part of the sample cluster, a policy engine, and accounts for the replicas.</summary>
internal sealed class SimulatedCluster
{
    public const string Group = "workers";

    // What every cluster has, and what the sample cluster cannot do without.
    private static readonly string[] s_always = ["open", "psa-baseline", "vap-deny", "hook-deny", "debugged", "empty"];

    private SimulatedCluster(SimulatedApiServer server, bool isFenced) => (Server, Fence) = (server, new FenceRule(server.Store, isFenced));

    public SimulatedApiServer Server { get; }

    public FenceRule Fence { get; }

    /// <param name="isFenced">It has a fence, and the workers require it.</param>
    public static async Task<SimulatedCluster> CreateAsync(World world, Random random, bool isFenced)
    {
        var server = await SimulatedApiServer.StartAsync(SampleServer.WithPods(new SimulatorOptions
        {
            Version = KubernetesVersion.V1_36,
            TimeProvider = world.Clock,
            InProcess = true,
            RememberedRequests = 0,
            WatchHistorySize = 60,
            NewUid = () => Uid(random),
        }));
        var cluster = new SimulatedCluster(server, isFenced);
        var names = SampleCluster.Situations.Select(s => s.Namespace).Where(n => s_always.Contains(n) || random.Next(3) == 0).ToHashSet();
        foreach (var obj in SampleCluster.Manifests(ScenarioOptions.For(KubernetesVersion.V1_36)))
        {
            var ns = obj["kind"]!.GetValue<string>() == "Namespace" ? obj["metadata"]!["name"] : obj["metadata"]!["namespace"];
            if (ns is null || names.Contains(ns.GetValue<string>()))
                server.Store.Apply(obj);
        }

        cluster.AddAccounts();
        Engine.Add(server.Store);
        if (isFenced)
            cluster.Fence.Raise();
        return cluster;
    }

    /// <summary>What the replicas may do.</summary>
    /// <param name="without">Line of <see cref="Permissions.All"/> that is left out; null for none.</param>
    public void Grant(string? without = null) => Server.Store.ApplyYaml($$"""
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: {{Group}}}
        rules:
        {{string.Join('\n', Permissions.All.Where(p => p != without))}}
        """);

    private void AddAccounts()
    {
        foreach (var user in new[] { "one", "two" })
            Server.AddUser($"{user}-token", user, Group);
        // Its name is the first, so that the authorizer has not far to look: it is asked for every request.
        Server.Store.ApplyYaml($$"""
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: a-{{Group}}}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: {{Group}}}
            subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: {{Group}}}]
            """);
        Grant();
    }

    private static Guid Uid(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }
}
