using Scanner.SimulatedTime.Checks;
using Scanner.SimulatedTime.Clocks;
using Scanner.SimulatedTime.Clusters;
using Scanner.SimulatedTime.Faults;
using Scanner.SimulatedTime.Replicas;

namespace Scanner.SimulatedTime;

/// <summary>One run from one seed: storms, and after each a calm in which everything must be right again.</summary>
internal sealed class Run
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private readonly World _world = new(new SimulatedClock(s_start));
    private readonly Random _random;
    private readonly Probes _probes;
    private readonly Memory _memory = new();
    private readonly Waits _waits = new();
    private Scene _scene = null!;

    private readonly bool _isFenced;

    private Run(int seed)
    {
        // Not drawn, so that the runs without a fence are what they were.
        _isFenced = seed % 3 == 0;
        _random = new Random(seed);
        _probes = new Probes(() => _scene);
    }

    /// <param name="storms">How many.</param>
    public static async Task<RunResult> RunAsync(int seed, int storms)
    {
        var run = new Run(seed);
        var problem = await run.ProblemAsync(storms);
        var result = run.Result(seed, problem);
        await run.EndAsync();
        return result;
    }

    private async Task<string?> ProblemAsync(int storms)
    {
        try
        {
            await BeginAsync();
            var calm = new Calm(_scene, _probes, new Churn(_scene), _waits);
            if (await calm.PassAsync(rightsWereTaken: false, isLast: false) is { } early)
                return "at the start: " + early;
            for (var storm = 1; storm <= storms; storm++)
            {
                var refusals = ClusterFaults.Refusals(_scene.Story);
                await new Storm(_scene, calm.Churn).PassAsync();
                if (await calm.PassAsync(ClusterFaults.Refusals(_scene.Story) > refusals, isLast: storm == storms) is { } problem)
                    return $"after storm {storm}: {problem}";
                if (storms >= Memory.LeastSamples)
                    _memory.Sample();
            }

            if (storms >= Memory.LeastSamples)
                _scene.Story.Tell(_memory.ToString());
            if (_memory.Growth() is { } growth)
                return growth;

            return null;
        }
        catch (Exception e)
        {
            return e.ToString();
        }
    }

    private async Task BeginAsync()
    {
        var cluster = await SimulatedCluster.CreateAsync(_world, _random, _isFenced);
        // An election costs as much as all else together; the rest needs none.
        var replicas = _random.Next(3) == 0 ? 2 : 1;
        var story = new Story(_world);
        _scene = new Scene(
            _world, _random, cluster, new Pods(cluster.Server.Store), story, user => new Replica(_world, cluster, user, elects: replicas > 1, _random, _probes));
        foreach (var user in new[] { "one", "two" }.Take(replicas))
            _scene.Start(user);
        story.Tell($"{replicas} replicas{(_isFenced ? ", fenced" : "")}");
    }

    // After a failure too: what is left behind would go on in the next run.
    private async Task EndAsync()
    {
        if (_scene is null)
            return;
        _scene.Cluster.Server.Faults.Clear();
        foreach (var replica in _scene.Replicas)
        {
            if (replica.IsPaused)
                await replica.ResumeAsync(timersFirst: true);
            replica.Wire.Heal();
            await replica.StopAsync(_world);
        }

        await _scene.Cluster.Server.DisposeAsync();
    }

    private RunResult Result(int seed, string? problem) => new()
    {
        Seed = seed,
        Problem = problem,
        Passed = _world.Now,
        Probes = _probes.Sent,
        Recovery = _waits.Recovery,
        Change = _waits.Change,
        Hash = _scene?.Story.Hash ?? 0,
        Faults = _scene?.Story.Faults ?? [],
        Story = _scene is null ? [] : [.. _scene.Story.Lines, "", .. _scene.Replicas.SelectMany(r => r.Log.Lines)],
    };
}
