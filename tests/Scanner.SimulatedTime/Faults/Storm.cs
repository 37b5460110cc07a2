using Scanner.SimulatedTime.Clusters;

namespace Scanner.SimulatedTime.Faults;

/// <summary>A time in which several faults overlap and the cluster changes. At its end everything is as it should be, and nobody knows.</summary>
internal sealed class Storm(Scene scene, Churn churn)
{
    private static readonly FaultType[] s_types = [.. ServerFaults.All, .. WayFaults.All, .. ReplicaFaults.All, .. ClusterFaults.All];
    private static readonly FaultType[] s_fenced = [.. s_types, .. FenceFaults.All];

    private readonly SortedList<(TimeSpan At, int Order), Func<Task>> _plan = [];
    private int _order;

    public async Task PassAsync()
    {
        var length = scene.Between(TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(40));
        var start = scene.World.Now;
        scene.Story.Tell($"a storm of {length}");
        for (var faults = scene.Random.Next(1, 6); faults > 0; faults--)
            PlanFault(scene.Pick(scene.Cluster.Fence.IsThere ? s_fenced : s_types), start, length);
        if (scene.Cluster.Fence.IsThere && scene.Chance(0.5))
            PlanFault(scene.Pick(FenceFaults.All), start, length);
        if (scene.Replicas.Count > 1 && scene.Chance(0.5))
            PlanFault(ReplicaFaults.Overtaken, start, length);
        for (var changes = scene.Random.Next(0, 12); changes > 0; changes--)
            Plan(start + length * scene.Random.NextDouble(), Change);
        while (_plan.Count > 0)
        {
            var (at, step) = (_plan.Keys[0].At, _plan.Values[0]);
            _plan.RemoveAt(0);
            if (at > scene.World.Now)
                await scene.World.PassAsync(at - scene.World.Now);
            await step();
        }
    }

    private void PlanFault(FaultType type, TimeSpan start, TimeSpan length)
    {
        var from = start + length * scene.Random.NextDouble() * 0.8;
        var until = from + scene.Between(TimeSpan.FromMilliseconds(100), start + length - from + TimeSpan.FromSeconds(1));
        Plan(from, () =>
        {
            Plan(until, type.Begin(scene));
            return Task.CompletedTask;
        });
    }

    private Task Change()
    {
        churn.Change();
        return Task.CompletedTask;
    }

    private void Plan(TimeSpan at, Func<Task> step) => _plan.Add((at, ++_order), step);
}
