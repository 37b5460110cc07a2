using System.Diagnostics;
using Scanner.ApiServer.Reflectors;
using Scanner.IntegrationTests.Clusters;
using Xunit.Abstractions;

namespace Scanner.IntegrationTests.Worker;

/// <summary>
/// A real API server under constant change that is killed five times and frozen once, followed with a plain account: in the end the
/// worker says what a scan from nothing says, and prints how long each watch was blind.
/// </summary>
public sealed class ChurnOnServerTests(ITestOutputHelper output)
{
    private const int Kills = 5;
    private const int ChangesBetween = 60;

    [SkippableFact]
    public async Task ChurnKillsAndAFreeze_PlainAccount_EndsAsAFreshScan()
    {
        var (binaries, missing) = ControlPlaneBinaries.Find();
        Skip.If(binaries is null, missing);
        await using var server = await RealApiServer.StartAsync(binaries!, CancellationToken.None);
        var cluster = new TestCluster(server.Url, server.CertificateAuthorityPem, true, null);
        await RestartableCluster.PrepareAsync(cluster);
        await using var churn = new Churn(cluster, seed: 1);
        await churn.StartAsync();
        await using var worker = await LiveWorker.StartAsync(cluster, TestUsers.Eve);
        await worker.SnapshotAsync(s => s.Scan.Complete, "the first snapshot");
        await using var blind = new BlindTimes(worker);

        for (var kill = 1; kill <= Kills; kill++)
            await OutageAsync($"kill {kill}", churn, worker, server.KillApiServerAsync, () => server.StartApiServerAsync(CancellationToken.None));
        await OutageAsync("freeze", churn, worker, server.PauseApiServerAsync, server.ResumeApiServerAsync);
        await churn.PassAsync(ChangesBetween);

        await churn.StopAsync();
        await blind.StopAsync();
        output.WriteLine($"{churn.Changes} changes taken");
        foreach (var line in blind.Lines())
            output.WriteLine(line);
        Assert.All(worker.Watches, w => Assert.Equal(WatchPhase.Synced, w.Status.Phase));
        await worker.AssertAsFreshAsync();
        await AssertNoPodWasWrittenAsync(cluster);
    }

    private async Task OutageAsync(string name, Churn churn, LiveWorker worker, Func<Task> begin, Func<Task> end)
    {
        await churn.PassAsync(ChangesBetween);
        await begin();
        var start = Stopwatch.GetTimestamp();
        await worker.SnapshotAsync(s => !s.Scan.Complete, $"{name} to be told");
        var told = Stopwatch.GetElapsedTime(start);
        await end();
        start = Stopwatch.GetTimestamp();
        await worker.SnapshotAsync(s => s.Scan.Complete, $"all to be followed after {name}");
        output.WriteLine($"{name}: told after {told.TotalSeconds:0.0} s, complete {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s after the server was back");
    }

    private static async Task AssertNoPodWasWrittenAsync(TestCluster cluster)
    {
        using var admin = cluster.Admin();
        var pods = await admin.GetAsync("/api/v1/pods", CancellationToken.None);
        Assert.All(pods["items"]!.AsArray(), pod => Assert.Null(pod!["spec"]!["ephemeralContainers"]));
    }
}
