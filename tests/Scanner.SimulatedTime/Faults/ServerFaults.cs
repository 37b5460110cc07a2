using Scanner.Simulator.Faults;

namespace Scanner.SimulatedTime.Faults;

/// <summary>What the API server does.</summary>
internal static class ServerFaults
{
    private static readonly TimeSpan s_rolesUnread = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan s_groupsUnread = TimeSpan.FromSeconds(7);

    public static FaultType[] All { get; } =
    [
        FaultType.Of("restart", Restart),
        FaultType.Of("429", s => Add(s, FaultKind.TooManyRequests)),
        FaultType.Of("429 status", s => Add(s, FaultKind.TooManyRequestsStatus)),
        FaultType.Of("5xx", s => Add(s, FaultKind.ServerError)),
        FaultType.Of("hang", s => Add(s, FaultKind.Hold)),
        FaultType.Of("webhook hangs", HoldProbes),
        FaultType.Of("token refused", ExpireToken),
        FaultType.Of("few groups", s => Add(s, FaultKind.FewGroups, Target.Discovery)),
        FaultType.Of("no roles", s => Add(s, FaultKind.NoRoles, Target.Everything(s))),
        FaultType.Of("compaction", Compact),
    ];

    /// <param name="target">Null for one that is drawn.</param>
    public static Action Add(Scene scene, FaultKind kind, Target? target = null, int times = int.MaxValue)
    {
        var hit = target ?? Target.Draw(scene);
        var fault = scene.Cluster.Server.Faults.Add(new Fault
        {
            Kind = kind,
            When = hit.Matches,
            Times = times,
            StatusCode = scene.Pick([500, 502, 503, 504]),
            Message = scene.Pick(["404 page not found", "the server is currently unable to handle the request", "default backend - 404"]),
            RetryAfterSeconds = kind is FaultKind.TooManyRequests or FaultKind.TooManyRequestsStatus || scene.Chance(0.2)
                ? scene.Pick([1, 5, 60, 7200, 5_000_000]) : null,
            Events = scene.Random.Next(1, 5),
        });
        scene.Story.Begin($"{kind}", $"{hit.Text}, status {fault.StatusCode}, retry after {fault.RetryAfterSeconds}");
        return () => scene.Cluster.Server.Faults.Remove(fault);
    }

    /// <summary>Everything breaks; and who comes back is refused, and told of hardly any group, for a moment.</summary>
    private static Action Restart(Scene scene)
    {
        scene.Story.Begin("restart", "the server goes");
        var before = scene.Replicas.ToList();
        foreach (var replica in before)
            replica.Wire.Cut();
        return () =>
        {
            if (scene.Chance(0.3))
                scene.Cluster.Server.Store.Compact();
            Window(scene, FaultKind.NoRoles, Target.Everything(scene) with { Text = "all" }, s_rolesUnread);
            Window(scene, FaultKind.FewGroups, Target.Discovery, s_groupsUnread);
            foreach (var replica in before)
                replica.Wire.Mend();
            // One that has begun meanwhile talked to a server that was not there.
            foreach (var replica in scene.Replicas.Except(before))
                replica.Wire.Break();
            scene.Story.Tell("the server is back");
        };
    }

    private static void Window(Scene scene, FaultKind kind, Target target, TimeSpan length)
    {
        var end = scene.World.Now + length;
        scene.Cluster.Server.Faults.Add(new Fault { Kind = kind, Times = int.MaxValue, When = r => scene.World.Now < end && target.Matches(r) });
    }

    private static Action HoldProbes(Scene scene)
    {
        var letter = (char)('a' + scene.Random.Next(20));
        return Add(scene, FaultKind.Hold, new Target(
            $"probes of namespaces after {letter}",
            r => r.Method == "PATCH" && r.User is "one" or "two" && r.Path.Length > 23 && r.Path["/api/v1/namespaces/".Length] >= letter));
    }

    private static Action ExpireToken(Scene scene)
    {
        var user = scene.Pick(scene.Replicas).User;
        scene.Cluster.Server.ExpireToken($"{user}-token");
        scene.Story.Begin("token refused", user);
        return () => scene.Cluster.Server.AddUser($"{user}-token", user, Clusters.SimulatedCluster.Group);
    }

    private static Action Compact(Scene scene)
    {
        scene.Cluster.Server.Store.Compact();
        scene.Story.Begin("compaction", "old versions expire");
        foreach (var replica in scene.Replicas)
            replica.Wire.Break();
        return static () => { };
    }
}
