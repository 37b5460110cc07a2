using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Scanner.ApiServer.Connections;
using Scanner.ApiServer.Connections.Kubeconfigs;
using Scanner.Core.Cluster;
using Scanner.Core.Posture;
using Scanner.IntegrationTests.Clusters;
using Scanner.Probing;
using Scanner.Publishing.Board;
using Scanner.Scans;
using Scanner.Sessions;
using Scanner.Worker;
using Scanner.Worker.Caches;
using Scanner.Worker.Settings;

namespace Scanner.IntegrationTests.Worker;

/// <summary>A whole worker on a server of either kind, in real time: tests wait for snapshots, with a limit.</summary>
internal sealed class LiveWorker : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    private readonly ClusterSession _session;
    private readonly WebApplication _app;
    private readonly LogCollector _log;

    private LiveWorker(ClusterSession session, WebApplication app, LogCollector log) => (_session, _app, _log) = (session, app, log);

    private PostureBoard Board => _app.Services.GetRequiredService<PostureBoard>();

    public IReadOnlyList<string> Log => _log.Lines;

    public ImmutableArray<FollowedWatch> Watches => _app.Services.GetRequiredService<ClusterWatch>().Watches;

    /// <param name="user">The administrator when null.</param>
    /// <param name="settings">By key; instead of those that most tests have, or besides.</param>
    public static async Task<LiveWorker> StartAsync(TestCluster cluster, TestUser? user = null, params (string Key, string Value)[] settings)
    {
        var path = Path.GetTempFileName();
        ClusterSession session;
        try
        {
            await File.WriteAllTextAsync(path, cluster.Kubeconfig(user ?? TestUsers.Admin));
            var connection = KubeconfigLoader.Load(new ConnectionOptions { Kubeconfig = path }, ConnectionEnvironment.OfThisProcess());
            session = KubeconfigConnector.Open(connection, 1000, TimeProvider.System, events: true, emptyPatches: true, reports: true);
        }
        finally
        {
            File.Delete(path);
        }

        // The least distance between two rounds of a namespace that there is: the tests have time for nothing else.
        var flags = new Dictionary<string, string>
        {
            ["listen"] = "127.0.0.1:0",
            ["webListen"] = "127.0.0.1:0",
            ["probe:minInterval"] = "1s",
            ["leaderElection"] = "false",
            ["requireFence"] = "false",
        };
        foreach (var (key, value) in settings)
            flags[key] = value;
        var source = new SettingsSource(null, ImmutableDictionary<string, string>.Empty, flags.ToImmutableDictionary());
        var read = source.Read(out var errors);
        Assert.Empty(errors);
        var log = new LogCollector();
        var app = WorkerHost.Build(session, read, source, TimeProvider.System, logging => logging.AddProvider(log));
        await app.StartAsync();
        return new LiveWorker(session, app, log);
    }

    /// <summary>The first snapshot from now on that the condition accepts.</summary>
    public async Task<PostureSnapshot> SnapshotAsync(Func<PostureSnapshot, bool> condition, string what)
    {
        using var limit = new CancellationTokenSource(s_limit);
        try
        {
            return await Board.WhenAsync(condition, limit.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"waited in vain for {what}:\n{string.Join('\n', _log.Lines)}");
            throw;
        }
    }

    /// <summary>A snapshot says the same as a scan from nothing that was begun after everything the test changed.</summary>
    public async Task AssertAsFreshAsync()
    {
        var scan = new ClusterScan(_session.Client, _session.Client.DryRun, TimeProvider.System);
        var reference = new ClusterReference(_session.Server, null, _session.Context);
        var fresh = await scan.RunAsync(new ScanOptions(), reference, SilentProgress.Instance, CancellationToken.None);
        Assert.True(fresh.Complete, string.Join('\n', fresh.Errors));
        var lines = string.Join('\n', WorkerRig.Lines(fresh));
        using var limit = new CancellationTokenSource(s_limit);
        try
        {
            await Board.WhenAsync(s => string.Join('\n', WorkerRig.Lines(s.Scan)) == lines, limit.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Equal(lines, string.Join('\n', WorkerRig.Lines(Board.Current!.Scan)));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _session.Dispose();
    }
}
