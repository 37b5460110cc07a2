using Scanner.Simulator.Faults;
using Scanner.SimulatedTime.Replicas;

namespace Scanner.SimulatedTime.Faults;

/// <summary>What is between a replica and its server: proxies that lie, connections that break, watches that are mangled.</summary>
internal static class WayFaults
{
    // HTTP/2 pings find out by then that nothing gets through.
    private static readonly TimeSpan s_pings = TimeSpan.FromSeconds(45);

    public static FaultType[] All { get; } =
    [
        FaultType.Of("proxy 404", s => Lie(s, FaultKind.ProxyNotFound, null)),
        FaultType.Of("empty 200", s => Lie(s, FaultKind.EmptyAnswer, null)),
        FaultType.Of("empty watches", s => Lie(s, FaultKind.EmptyAnswer, Target.Watches(s))),
        FaultType.Of("silent watches", s => Lie(s, FaultKind.SilentAnswer, Target.Watches(s))),
        FaultType.Of("endless lists", s => Lie(s, FaultKind.EndlessList, Target.Watches(s))),
        FaultType.Of("failure in 200", s => Lie(s, FaultKind.FailureInSuccess, null)),
        FaultType.Of("other kind", s => Lie(s, FaultKind.OtherKind, Target.Lists(s))),
        FaultType.Of("bad JSON", s => Lie(s, FaultKind.BadJson, null)),
        FaultType.Of("truncated", s => Lie(s, FaultKind.Truncated, null)),
        FaultType.Of("reset", s => Lie(s, FaultKind.ConnectionReset, null)),
        FaultType.Of("events twice", s => Lie(s, FaultKind.DuplicateEvents, Target.Watches(s))),
        FaultType.Of("events out of order", Reorder),
        FaultType.Of("expired pages", s => Lie(s, FaultKind.ExpiredContinue, Target.Lists(s))),
        FaultType.Of("expired watch", s => Lie(s, FaultKind.ExpiredWatch, Target.Watches(s))),
        FaultType.Of("expired event", s => Lie(s, FaultKind.ExpiredWatchEvent, Target.Watches(s))),
        FaultType.Of("cut", Cut),
        FaultType.Of("nothing passes", Stop),
        FaultType.Of("slow", Slow),
        new("impatient", Impatient),
    ];

    /// <summary>As a fault of the server; what is under way breaks more often than not, since the lie hits new requests only.</summary>
    private static Action Lie(Scene scene, FaultKind kind, Target? target)
    {
        var end = ServerFaults.Add(scene, kind, target, scene.Chance(0.3) ? scene.Random.Next(1, 6) : int.MaxValue);
        if (scene.Chance(0.7))
            scene.Pick(scene.Replicas).Wire.Break();
        return end;
    }

    /// <summary>An event that waits for the next one to trade places with would wait for ever in a calm; the watches break at the end.</summary>
    private static Action Reorder(Scene scene)
    {
        var end = Lie(scene, FaultKind.ReorderEvents, Target.Watches(scene));
        return () =>
        {
            end();
            foreach (var replica in scene.Replicas)
                replica.Wire.Break();
        };
    }

    private static Action Cut(Scene scene)
    {
        var replica = scene.Pick(scene.Replicas);
        scene.Story.Begin("cut", replica.User);
        replica.Wire.Cut();
        return replica.Wire.Mend;
    }

    private static Action Stop(Scene scene)
    {
        var replica = scene.Pick(scene.Replicas);
        scene.Story.Begin("nothing passes", replica.User);
        replica.Wire.Flow.Close();
        var pings = scene.World.Clock.CreateTimer(_ => replica.Wire.Break(), null, s_pings, Timeout.InfiniteTimeSpan);
        return () =>
        {
            pings.Dispose();
            replica.Wire.Flow.Open();
        };
    }

    private static Action Slow(Scene scene)
    {
        var replica = scene.Pick(scene.Replicas);
        var (before, now) = (replica.Wire.Latency, scene.Between(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(20)));
        scene.Story.Begin("slow", $"{replica.User}: up to {now}");
        replica.Wire.Latency = now;
        return () => replica.Wire.Latency = before;
    }

    /// <summary>Something on the way ends whatever lasts for some time.</summary>
    private static Func<Task> Impatient(Scene scene)
    {
        var replica = scene.Pick(scene.Replicas);
        var patience = scene.Between(TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(2));
        scene.Story.Begin("impatient", $"{replica.User}: after {patience}");
        var timer = scene.World.Clock.CreateTimer(_ => replica.Wire.Break(), null, patience, patience);
        return async () => await timer.DisposeAsync();
    }
}
