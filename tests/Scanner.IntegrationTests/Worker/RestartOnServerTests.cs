using System.Diagnostics;
using System.Text.Json.Nodes;
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

    private static readonly string[] s_rights =
    [
        """
        {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"restart-worker"},"rules":[
        {"apiGroups":[""],"resources":["namespaces","serviceaccounts"],"verbs":["get","list","watch"]},
        {"apiGroups":[""],"resources":["pods"],"verbs":["get","list","watch","create"]},
        {"apiGroups":[""],"resources":["pods/ephemeralcontainers"],"verbs":["patch"]},
        {"apiGroups":["rbac.authorization.k8s.io","admissionregistration.k8s.io","kyverno.io"],"resources":["*"],"verbs":["list","watch"]}]}
        """,
        """
        {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"restart-worker"},
        "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"restart-worker"},
        "subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"User","name":"eve"}]}
        """,
    ];

    private const string Engine = """
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"clusterpolicies.kyverno.io"},
        "spec":{"group":"kyverno.io","scope":"Cluster","names":{"plural":"clusterpolicies","singular":"clusterpolicy","kind":"ClusterPolicy"},
        "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}]}}
        """;

    [SkippableFact]
    public async Task Restart_PlainAccount_NothingIsDroppedRefusedOrMissed()
    {
        var (binaries, missing) = ControlPlaneBinaries.Find();
        Skip.If(binaries is null, missing);
        await using var server = await RealApiServer.StartAsync(binaries!, CancellationToken.None);
        var cluster = new TestCluster(server.Url, server.CertificateAuthorityPem, true, null);
        await PrepareAsync(cluster);
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

    private static async Task PrepareAsync(TestCluster cluster)
    {
        using var admin = cluster.Admin();
        foreach (var manifest in s_rights)
        {
            var obj = JsonNode.Parse(manifest)!;
            var resource = obj["kind"]!.GetValue<string>().ToLowerInvariant() + "s";
            await admin.SendAsync(HttpMethod.Post, $"/apis/rbac.authorization.k8s.io/v1/{resource}", obj, "application/json", CancellationToken.None);
        }

        await admin.SendAsync(
            HttpMethod.Post, "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", JsonNode.Parse(Engine), "application/json", CancellationToken.None);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            using var served = await admin.Http.GetAsync("/apis/kyverno.io/v1/clusterpolicies", limit.Token);
            if (served.IsSuccessStatusCode)
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, limit.Token);
        }
    }

    private static Verdict? VerdictOf(PostureSnapshot snapshot, string ns) => snapshot.Scan.Namespaces.SingleOrDefault(n => n.Name == ns)?.Verdict;
}
