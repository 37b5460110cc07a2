using System.Diagnostics;
using Scanner.ApiServer.Reflectors;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Posture;
using Scanner.IntegrationTests.Clusters;
using Xunit.Abstractions;

namespace Scanner.IntegrationTests.Worker;

/// <summary>
/// A real API server that is killed and started again under a worker with a plain account: for a second it refuses all that RBAC would
/// allow, and its discovery names hardly anything. An administrator never sees that.
/// </summary>
public sealed class RestartOnServerTests(ITestOutputHelper output)
{
    private const int Restarts = 3;

    [SkippableFact]
    public async Task Restart_PlainAccount_NothingIsDroppedRefusedOrMissed()
    {
        var (binaries, missing) = ControlPlaneBinaries.Find();
        Skip.If(binaries is null, missing);
        await using var server = await RealApiServer.StartAsync(binaries!, CancellationToken.None);
        var cluster = new TestCluster(server.Url, server.CertificateAuthorityPem, true, null);
        await RestartableCluster.PrepareAsync(cluster);
        await using var objects = new LiveObjects(cluster);
        await objects.CreateNamespaceAsync("baseline");
        await objects.CreatePodAsync();
        await using var worker = await LiveWorker.StartAsync(cluster, TestUsers.Eve);
        var first = await worker.SnapshotAsync(s => s.Scan.Complete && VerdictOf(s, objects.Namespace) == Verdict.Protected, "the first snapshot");
        Assert.DoesNotContain(first.Scan.Findings, f => f.Rule == "ES502");
        var followed = worker.Watches.Select(w => w.Target.Name).ToList();
        Assert.Contains("clusterpolicies.kyverno.io", followed);

        for (var restart = 0; restart < Restarts; restart++)
        {
            await server.KillApiServerAsync();
            await worker.SnapshotAsync(s => !s.Scan.Complete, "the outage to be told");
            await server.StartApiServerAsync(CancellationToken.None);
            var start = Stopwatch.GetTimestamp();
            var (level, verdict) = restart % 2 == 0 ? (null, Verdict.Unprotected) : ("baseline", Verdict.Protected);
            await objects.SetLevelAsync(level);
            await worker.SnapshotAsync(s => s.Scan.Complete && VerdictOf(s, objects.Namespace) == verdict, $"the change after restart {restart}");
            output.WriteLine($"restart {restart}: the change was seen and all followed {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s after the server was ready");
        }

        Assert.Equal(followed, worker.Watches.Select(w => w.Target.Name));
        Assert.All(worker.Watches, w => Assert.Equal(WatchPhase.Synced, w.Status.Phase));
        string[] wrong = ["No permission", "is not served", "No longer watching", "lacks a right"];
        Assert.DoesNotContain(worker.Log, line => wrong.Any(w => line.Contains(w, StringComparison.Ordinal)));
        await worker.AssertAsFreshAsync();
    }

    private static Verdict? VerdictOf(PostureSnapshot snapshot, string ns) => snapshot.Scan.Namespaces.SingleOrDefault(n => n.Name == ns)?.Verdict;
}
