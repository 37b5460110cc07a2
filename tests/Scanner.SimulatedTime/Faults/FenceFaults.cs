using Scanner.Simulator.Faults;

namespace Scanner.SimulatedTime.Faults;

/// <summary>What happens to the fence and to those who ask for it. Only where there is one, so that other runs stay as they are.</summary>
internal static class FenceFaults
{
    private static readonly Target s_checks = new(
        "fence checks", static r => r.Method == "PATCH" && r.User is "one" or "two" && r.Path.EndsWith("/ephemeralcontainers", StringComparison.Ordinal) && !r.IsDryRun);

    public static FaultType[] All { get; } =
    [
        FaultType.Of("fence gone", TakeDown),
        FaultType.Of("fence gone", TakeDown),
        FaultType.Of("fence checks hang", s => ServerFaults.Add(s, FaultKind.Hold, s_checks)),
        FaultType.Of("fence checks fail", s => ServerFaults.Add(s, FaultKind.ServerError, s_checks)),
        FaultType.Of("fence checks refused", s => ServerFaults.Add(s, FaultKind.NoRoles, s_checks)),
    ];

    private static Action TakeDown(Scene scene)
    {
        scene.Cluster.Fence.TakeDown();
        var stays = scene.Chance(0.5);
        scene.Story.Begin("fence gone", stays ? "into the calm" : "for a while");
        return () =>
        {
            if (stays)
                return;
            scene.Cluster.Fence.Raise();
            scene.Story.Tell("fence back");
        };
    }
}
