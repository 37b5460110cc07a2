using System.Text.Json.Nodes;
using Scanner.SimulatedTime.Clusters;

namespace Scanner.SimulatedTime.Faults;

/// <summary>What happens to the replicas themselves, to their clocks and to their Lease.</summary>
internal static class ReplicaFaults
{
    private const string Thief = "thief";

    public static FaultType[] All { get; } =
    [
        FaultType.Of("clock step", StepClock),
        FaultType.Of("lease theft", StealLease),
        new("pause", Pause),
        new("crash", s => EndReplica(s, crash: true)),
        new("stop", s => EndReplica(s, crash: false)),
    ];

    private static Action StepClock(Scene scene)
    {
        var replica = scene.Pick(scene.Replicas);
        var step = scene.Between(TimeSpan.FromSeconds(4), TimeSpan.FromDays(1)) * (scene.Chance(0.5) ? 1 : -1);
        replica.Clock.Offset += step;
        scene.Story.Begin("clock step", $"{replica.User}: {step}");
        // It may stay so: what is wall time is for display.
        return scene.Chance(0.5) ? () => replica.Clock.Offset -= step : static () => { };
    }

    /// <summary>Somebody has the lease who is no replica, whatever a leader knows of that.</summary>
    public static bool IsLeaseStolen(Scene scene) => (string?)LeaseOf(scene)?["spec"]!["holderIdentity"] == Thief;

    private static JsonNode? LeaseOf(Scene scene) => scene.Cluster.Server.Store.Get("coordination.k8s.io", "leases", "kube-system", "ephemeral-scanner");

    private static Action StealLease(Scene scene)
    {
        if (LeaseOf(scene)?.DeepClone() is not JsonObject lease)
            return static () => { };
        lease["spec"]!["holderIdentity"] = Thief;
        lease["spec"]!["leaseDurationSeconds"] = scene.Random.Next(15, 90);
        scene.Cluster.Server.Store.Apply(lease);
        scene.Story.Begin("lease theft", $"for {lease["spec"]!["leaseDurationSeconds"]} s");
        return static () => { };
    }

    private static Func<Task> Pause(Scene scene)
    {
        var running = scene.Replicas.Where(static r => !r.IsPaused).ToList();
        if (running.Count == 0)
            return FaultType.AtOnce;
        var replica = scene.Pick(running);
        scene.Story.Begin("pause", replica.User);
        replica.Pause();
        return async () =>
        {
            scene.Story.Tell($"{replica.User} goes on");
            await replica.ResumeAsync(timersFirst: scene.Chance(0.5));
        };
    }

    /// <summary>A leader stands still at the worst moment, right before a probe leaves, and another has the time to take over.</summary>
    public static FaultType Overtaken { get; } = new("pause while probing", PauseWhileProbing);

    private static Func<Task> PauseWhileProbing(Scene scene)
    {
        if (scene.Leader is not { } leader)
            return FaultType.AtOnce;
        scene.Story.Begin("pause while probing", leader.User);
        leader.Wire.BeforeProbe = leader.Pause;
        new Churn(scene).Relabel();
        return async () =>
        {
            leader.Wire.BeforeProbe = null;
            if (!leader.IsPaused)
                return;
            await scene.World.PassAsync(scene.Between(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(40)));
            scene.Story.Tell($"{leader.User} goes on");
            await leader.ResumeAsync(timersFirst: scene.Chance(0.3));
        };
    }

    private static Func<Task> EndReplica(Scene scene, bool crash)
    {
        var running = scene.Replicas.Where(static r => !r.IsPaused).ToList();
        if (running.Count == 0)
            return FaultType.AtOnce;
        var replica = scene.Pick(running);
        scene.Story.Begin(crash ? "crash" : "stop", replica.User);
        return async () =>
        {
            if (!scene.Replicas.Remove(replica))
                return;
            if (replica.IsPaused)
                await replica.ResumeAsync(timersFirst: true);
            await (crash ? replica.KillAsync(scene.World) : replica.StopAsync(scene.World));
            scene.Story.Tell($"{replica.User} begins anew");
            scene.Start(replica.User);
        };
    }
}
