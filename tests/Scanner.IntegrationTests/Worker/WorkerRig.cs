using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Scanner.ApiServer;
using Scanner.ApiServer.Connections;
using Scanner.ApiServer.Connections.Http;
using Scanner.ApiServer.Connections.Kubeconfigs;
using Scanner.ApiServer.Connections.Tls;
using Scanner.ApiServer.Transport;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Core.Posture;
using Scanner.Probing;
using Scanner.Publishing.Board;
using Scanner.Scans;
using Scanner.Sessions;
using Scanner.Simulator;
using Scanner.Worker;
using Scanner.Worker.Health;
using Scanner.Worker.Leading;
using Scanner.Worker.Settings;

namespace Scanner.IntegrationTests.Worker;

/// <summary>A whole worker in this process, on a clock that the test moves.</summary>
internal sealed class WorkerRig : IAsyncDisposable
{
    /// <summary>Small against every pause of the worker, large enough that hours pass in seconds.</summary>
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(100);

    // The users of most tests have no fence: what it does to a worker is looked at in the tests about it.
    private static readonly ImmutableDictionary<string, string> s_flags =
        ImmutableDictionary<string, string>.Empty.Add("listen", "127.0.0.1:0").Add("webListen", "127.0.0.1:0").Add("requireFence", "false");

    private static readonly TimeSpan s_longest = TimeSpan.FromHours(4);

    private readonly ApiServerClient _client;
    private readonly WebApplication _app;
    private readonly ClusterReference _reference;

    private WorkerRig(FakeTimeProvider shared, Network network, ApiServerClient client, WebApplication app, ClusterReference reference, LogCollector log)
    {
        (Time, Network, _client, _app, _reference, Log) = (shared, network, client, app, reference, log);
    }

    /// <summary>The clock, perhaps of several workers.</summary>
    public FakeTimeProvider Time { get; }

    public Network Network { get; }

    public ApiServerClient Client => _client;

    public LogCollector Log { get; }

    public PostureBoard Board => Get<PostureBoard>();

    public bool Leads => Get<ILeaderElection>().IsLeader;

    public string? WhyNotReady => Get<Readiness>().WhyNot();

    public Uri Url => new(_app.Urls.First());

    /// <summary>Of the posture.</summary>
    public Uri WebUrl => new(_app.Urls.Last());

    public PostureSnapshot Snapshot => Board.Current ?? throw new InvalidOperationException($"there is no snapshot, at {Time.GetUtcNow():u}:\n{string.Join('\n', Log.Lines)}");

    /// <summary>When full scans begin, wherever the server listens: by default that decides the minute, and a test that a scan comes into says something else.</summary>
    public const string HalfHourly = "0 0/30 * * * ?";

    /// <param name="own">The worker's own clock where it is not <paramref name="time"/> itself.</param>
    public static async Task<WorkerRig> StartAsync(
        SimulatedApiServer server,
        FakeTimeProvider time,
        Func<WorkerSettings, WorkerSettings>? configure = null,
        string user = "admin",
        TimeProvider? own = null,
        string? configFile = null)
    {
        await Rest.PrepareAsync();
        var path = Path.GetTempFileName();
        ClusterConnection connection;
        try
        {
            await File.WriteAllTextAsync(path, server.Kubeconfig(user));
            connection = KubeconfigLoader.Load(new ConnectionOptions { Kubeconfig = path }, ConnectionEnvironment.OfThisProcess());
        }
        finally
        {
            File.Delete(path);
        }

        own ??= time;
        var network = new Network(server) { InnerHandler = HttpHandlerFactory.CreateAuthorized(connection) };
        // The limits of a polite worker would only make the tests wait.
        var options = new ClientOptions
        {
            UserAgent = "ephemeral-scanner", RequestsPerSecond = 100_000, Burst = 100_000, TokenReviews = true, Events = true, EmptyPatches = true, Reports = true,
        };
        var client = new ApiServerClient(network, connection.Server, options, own, TlsFailure.Describe);
        var source = new SettingsSource(configFile, ImmutableDictionary<string, string>.Empty, s_flags);
        var settings = source.Read(out var errors);
        Assert.Empty(errors);
        settings = configure?.Invoke(settings) ?? settings;
        var log = new LogCollector();
        var session = new ClusterSession(client, connection.Server.ToString().TrimEnd('/'), connection.ContextName);
        var app = WorkerHost.Build(session, settings, source, own, logging => logging.AddProvider(log));
        var rig = new WorkerRig(time, network, client, app, new ClusterReference(session.Server, null, session.Context), log);
        await app.StartAsync();
        return rig;
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>The first full scan of the term has ended: nothing is missing any more because its turn has not come.</summary>
    public static bool IsScanned(PostureSnapshot snapshot) => snapshot.FullScans.LastResult is not null;

    /// <summary>Moves the clock until the condition holds.</summary>
    public Task UntilAsync(Func<bool> condition, string what, TimeSpan? step = null) => UntilAsync(Time, [this], condition, what, step);

    /// <summary>The first snapshot from now on that the condition accepts.</summary>
    public async Task<PostureSnapshot> SnapshotAsync(Func<PostureSnapshot, bool> condition, string what, TimeSpan? step = null)
    {
        await UntilAsync(() => Board.Current is { } current && condition(current), what, step);
        return Snapshot;
    }

    /// <summary>Lets time pass, in steps that the worker can follow.</summary>
    /// <param name="step">Larger for hours in which little happens.</param>
    public async Task PassAsync(TimeSpan time, TimeSpan? step = null)
    {
        var end = Time.GetUtcNow() + time;
        await UntilAsync(Time, [this], () => Time.GetUtcNow() >= end, $"{time} to pass", step);
    }

    /// <summary>Moves the clock of several workers until the condition holds; between two steps they come to rest.</summary>
    /// <param name="within">On their clock. Default 4 hours.</param>
    public static async Task UntilAsync(
        FakeTimeProvider time, IReadOnlyList<WorkerRig> rigs, Func<bool> condition, string what, TimeSpan? step = null, TimeSpan? within = null)
    {
        var end = time.GetUtcNow() + (within ?? s_longest);
        while (true)
        {
            await Rest.WaitAsync(rigs);
            if (condition())
                return;
            if (time.GetUtcNow() >= end)
                Assert.Fail($"waited in vain for {what}, at {time.GetUtcNow():u}:\n{string.Join('\n', rigs.SelectMany(r => r.Log.Lines))}");
            time.Advance(step ?? s_step);
        }
    }

    /// <summary>Every namespace and ephemeral container, as a line each; what a scan from nothing sees at this moment, or what the snapshot says.</summary>
    public static ImmutableArray<string> Lines(ScanResult scan) =>
    [
        .. scan.Namespaces.Select(n => $"{n.Name} {n.Verdict} {n.UnknownBecause} {n.DeniedBy?.Layer} {n.DeniedBy?.Name} {n.RegularControl}"),
        .. scan.EphemeralContainers.Select(c => $"{c.Namespace}/{c.Pod} {c.Container.Name} {c.Container.State}").Order(StringComparer.Ordinal),
    ];

    /// <summary>The present snapshot says the same as a scan from nothing.</summary>
    public async Task AssertAsFreshAsync()
    {
        var fresh = await FreshScanAsync();
        Assert.Equal(string.Join('\n', fresh), string.Join('\n', Lines(Snapshot.Scan)));
    }

    private async Task<ImmutableArray<string>> FreshScanAsync() => Lines(await ScanAsync());

    /// <summary>A scan from nothing, with the rights of this worker.</summary>
    public async Task<ScanResult> ScanAsync()
    {
        var scan = new ClusterScan(_client, _client.DryRun, TimeProvider.System);
        var result = await scan.RunAsync(new ScanOptions(), _reference, SilentProgress.Instance, CancellationToken.None);
        Assert.True(result.Complete, string.Join('\n', result.Errors));
        return result;
    }

    public async ValueTask DisposeAsync()
    {
        var stop = _app.StopAsync();
        await UntilAsync(() => stop.IsCompleted, "the worker to stop");
        await stop;
        await _app.DisposeAsync();
        _client.Dispose();
    }
}
