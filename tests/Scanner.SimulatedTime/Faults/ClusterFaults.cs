using Scanner.SimulatedTime.Clusters;

namespace Scanner.SimulatedTime.Faults;

/// <summary>What an administrator takes away and gives back.</summary>
internal static class ClusterFaults
{
    private const string RightTaken = "right taken";

    public static FaultType[] All { get; } =
    [
        FaultType.Of(RightTaken, TakeRight),
        FaultType.Of("engine gone", RemoveEngine),
    ];

    /// <summary>How often rights were refused so far, for longer than a server takes to start.</summary>
    public static int Refusals(Story story) =>
        story.Faults.GetValueOrDefault(RightTaken) + story.Faults.GetValueOrDefault($"{Simulator.Faults.FaultKind.NoRoles}");

    private static Action TakeRight(Scene scene)
    {
        var right = scene.Pick(Permissions.All);
        scene.Cluster.Grant(without: right);
        scene.Story.Begin(RightTaken, right);
        // A watch that is open goes on; the right is asked for when it is opened again.
        if (scene.Chance(0.5))
        {
            foreach (var replica in scene.Replicas)
                replica.Wire.Break();
        }

        return () => scene.Cluster.Grant();
    }

    private static Action RemoveEngine(Scene scene)
    {
        Engine.Remove(scene.Cluster.Server.Store);
        scene.Story.Begin("engine gone", "its kinds vanish");
        if (scene.Chance(0.5))
            scene.Pick(scene.Replicas).Wire.Break();
        return () => Engine.Add(scene.Cluster.Server.Store);
    }
}
