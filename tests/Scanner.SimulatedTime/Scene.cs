using Scanner.SimulatedTime.Clocks;
using Scanner.SimulatedTime.Clusters;
using Scanner.SimulatedTime.Replicas;

namespace Scanner.SimulatedTime;

/// <summary>All that takes part in one run.</summary>
internal sealed class Scene(World world, Random random, SimulatedCluster cluster, Pods pods, Story story, Func<string, Replica> start)
{
    public World World => world;

    /// <summary>What the run is drawn from.</summary>
    public Random Random => random;

    public SimulatedCluster Cluster => cluster;

    public Pods Pods => pods;

    public Story Story => story;

    public List<Replica> Replicas { get; } = [];

    /// <summary>The one that leads; null when none does.</summary>
    public Replica? Leader => Replicas.Find(static r => r.Leads);

    public T Pick<T>(IReadOnlyList<T> list) => list[random.Next(list.Count)];

    public bool Chance(double probability) => random.NextDouble() < probability;

    /// <summary>Short as often as long: every order of magnitude between the two is as likely.</summary>
    public TimeSpan Between(TimeSpan shortest, TimeSpan longest) =>
        shortest * Math.Pow(longest / shortest, random.NextDouble());

    public void Start(string user) => Replicas.Add(start(user));
}
