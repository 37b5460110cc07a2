using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Scanner.ApiServer;
using Scanner.ApiServer.Transport;
using Scanner.Core.Admission.Answers;
using Scanner.Publishing.Board;
using Scanner.Sessions;
using Scanner.SimulatedTime.Checks;
using Scanner.SimulatedTime.Clocks;
using Scanner.SimulatedTime.Clusters;
using Scanner.Worker;
using Scanner.Worker.Caches;
using Scanner.Worker.Fencing;
using Scanner.Worker.Health;
using Scanner.Worker.Leading;
using Scanner.Worker.Loops;
using Scanner.Worker.Settings;

namespace Scanner.SimulatedTime.Replicas;

/// <summary>One whole worker but for its endpoints, from its start to its stop or crash.</summary>
internal sealed class Replica
{
    private readonly ServiceProvider _services;
    private readonly ApiServerClient _client;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;

    /// <param name="elects">Whether a Lease decides who leads; else this replica is the only one.</param>
    public Replica(World world, SimulatedCluster cluster, string user, bool elects, Random random, Probes probes)
    {
        (User, Elects) = (user, elects);
        Clock = new ReplicaClock(world.Clock);
        Log = new ReplicaLog(world, user);
        Wire = new Wire(
            world, random, $"{user}-token", request => probes.Sending(this, request), (request, response, sent) => probes.Handled(this, request, response, sent))
        {
            InnerHandler = cluster.Server.CreateHandler(),
        };
        var options = new ClientOptions { UserAgent = "ephemeral-scanner", RequestsPerSecond = 200, Burst = 200, Random = random, Events = true, EmptyPatches = true };
        _client = new ApiServerClient(Wire, cluster.Server.Url, options, Clock, static _ => null);
        var source = new SettingsSource(null, ImmutableDictionary<string, string>.Empty, ImmutableDictionary<string, string>.Empty);
        var settings = source.Read(out _) with { LeaderElection = elects, LeaseNamespace = "kube-system", RequireFence = cluster.Fence.IsThere };
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(Log));
        services.AddSingleton(random);
        // A collection for each full scan would take half of the time of a run; the run looks at memory itself.
        services.AddSingleton(new Housekeeping { Tidy = static () => { } });
        WorkerHost.AddWorker(services, new ClusterSession(_client, cluster.Server.Url.ToString(), null), settings, source, Clock);
        _services = services.BuildServiceProvider();
        var worker = _services.GetRequiredService<WorkerService>();
        _running = Task.Run(() => worker.RunAsync(_stopping.Token));
    }

    public string User { get; }

    public bool Elects { get; }

    public ReplicaClock Clock { get; }

    public Wire Wire { get; }

    public ReplicaLog Log { get; }

    public PostureBoard Board => Get<PostureBoard>();

    public bool Leads => Get<ILeaderElection>().IsLeader;

    public string? WhyNotReady => Get<Readiness>().WhyNot();

    public Fence Fence => Get<FenceGate>().Fence;

    public ClusterWatch Watch => Get<ClusterWatch>();

    /// <summary>Why it ended by itself; null while it runs.</summary>
    public string? Ended => _running.IsCompleted ? $"{User} ended: {_running.Exception?.ToString() ?? "without an error"}" : null;

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>It stands still.</summary>
    public bool IsPaused { get; private set; }

    public void Pause()
    {
        IsPaused = true;
        Clock.Pause();
        Wire.Process.Close();
    }

    /// <param name="timersFirst">Whether what was due runs before what has arrived; a process that goes on may do either.</param>
    public async Task ResumeAsync(bool timersFirst)
    {
        IsPaused = false;
        if (timersFirst)
        {
            Clock.Resume();
            await World.RestAsync();
            Wire.Process.Open();
        }
        else
        {
            Wire.Process.Open();
            await World.RestAsync();
            Clock.Resume();
        }
    }

    /// <summary>Ends it in good order.</summary>
    public async Task StopAsync(World world)
    {
        await _stopping.CancelAsync();
        await world.UntilAsync(() => _running.IsCompleted, TimeSpan.FromMinutes(5));
        await DisposeAsync();
    }

    /// <summary>Kills it: nothing of it gets out any more.</summary>
    public async Task KillAsync(World world)
    {
        Wire.Cut();
        await StopAsync(world);
    }

    private async Task DisposeAsync()
    {
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _services.DisposeAsync();
        _client.Dispose();
        _stopping.Dispose();
    }
}
