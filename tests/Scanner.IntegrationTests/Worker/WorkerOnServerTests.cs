using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Posture;
using Scanner.IntegrationTests.Clusters;
using Scanner.IntegrationTests.Programs;

namespace Scanner.IntegrationTests.Worker;

/// <summary>The worker on simulated and real servers, in real time: whatever changes, in the end it says what a scan from nothing says.</summary>
[Collection(ClusterCollection.Name)]
public sealed class WorkerOnServerTests(ClusterPool clusters)
{
    /// <summary>Lists that are streamed, lists in pages, and a real server.</summary>
    public static TheoryData<string> Kinds => ["1.36", "1.30", ClusterPool.Real];

    [InProcessTheory(Why = InProcess.Snapshots)]
    [MemberData(nameof(Kinds))]
    public async Task Start_FirstSnapshot_IsThatOfAScan(string kind)
    {
        await using var worker = await LiveWorker.StartAsync(await clusters.GetAsync(kind));
        var first = await worker.SnapshotAsync(WorkerRig.IsScanned, "the first snapshot");
        Assert.True(first.Scan.Complete, string.Join('\n', first.Scan.Errors));
        Assert.Equal(FullScanResult.Complete, first.FullScans.LastResult);
        await worker.AssertAsFreshAsync();
    }

    [InProcessTheory(Why = InProcess.Snapshots)]
    [MemberData(nameof(Kinds))]
    public async Task NamespaceLabel_Removed_VerdictTurnsAndProtectionLostIsFound(string kind)
    {
        var cluster = await clusters.GetAsync(kind);
        await using var objects = new LiveObjects(cluster);
        await objects.CreateNamespaceAsync("baseline");
        await objects.CreatePodAsync();
        await using var worker = await LiveWorker.StartAsync(cluster);
        await worker.SnapshotAsync(s => VerdictOf(s, objects.Namespace) == Verdict.Protected, "the first verdict");
        await objects.RemoveLevelAsync();
        var turned = await worker.SnapshotAsync(s => VerdictOf(s, objects.Namespace) == Verdict.Unprotected, "the verdict to turn");
        Assert.Contains(turned.Scan.Findings, f => f.Rule == "ES106" && f.Resource.Name == objects.Namespace);
        await worker.AssertAsFreshAsync();
    }

    [InProcessTheory(Why = InProcess.Snapshots)]
    [MemberData(nameof(Kinds))]
    public async Task Namespace_CreatedFilledAndDeleted_ComesAndGoes(string kind)
    {
        var cluster = await clusters.GetAsync(kind);
        await using var objects = new LiveObjects(cluster);
        await using var worker = await LiveWorker.StartAsync(cluster);
        await worker.SnapshotAsync(WorkerRig.IsScanned, "the first snapshot");
        await objects.CreateNamespaceAsync("restricted");
        await worker.SnapshotAsync(s => Find(s, objects.Namespace)?.UnknownBecause == UnknownReason.NoPods, "the new namespace");
        await objects.CreatePodAsync();
        await worker.SnapshotAsync(s => VerdictOf(s, objects.Namespace) == Verdict.Protected, "the verdict of its first pod");
        await worker.AssertAsFreshAsync();
        await objects.DeleteLastAsync();
        await worker.SnapshotAsync(s => Find(s, objects.Namespace)?.UnknownBecause == UnknownReason.NoPods, "its last pod to go");
        await objects.DeleteLastAsync();
        await worker.SnapshotAsync(s => Find(s, objects.Namespace) is null, "the namespace to go");
        await worker.AssertAsFreshAsync();
    }

    [InProcessTheory(Why = InProcess.Snapshots)]
    [MemberData(nameof(Kinds))]
    public async Task WebhookConfiguration_CreatedAndDeleted_TurnsTheVerdictThereAndBack(string kind)
    {
        var cluster = await clusters.GetAsync(kind);
        await using var objects = new LiveObjects(cluster);
        await objects.CreateNamespaceAsync(null);
        await objects.CreatePodAsync();
        await using var worker = await LiveWorker.StartAsync(cluster);
        await worker.SnapshotAsync(s => VerdictOf(s, objects.Namespace) == Verdict.Unprotected, "the first verdict");
        await objects.CreateDeadWebhookAsync();
        await worker.SnapshotAsync(s => VerdictOf(s, objects.Namespace) == Verdict.FailClosed, "the webhook to be seen");
        await worker.AssertAsFreshAsync();
        await objects.DeleteLastAsync();
        await worker.SnapshotAsync(s => VerdictOf(s, objects.Namespace) == Verdict.Unprotected, "its end to be seen");
        await worker.AssertAsFreshAsync();
    }

    /// <summary>A real server enforces a policy later than it tells of it: the answer that was given at once is the wrong one.</summary>
    [InProcessTheory(Why = InProcess.Snapshots)]
    [MemberData(nameof(Kinds))]
    public async Task AdmissionPolicy_BoundAndUnbound_TurnsTheVerdictThereAndBack(string kind)
    {
        var cluster = await clusters.GetAsync(kind);
        Skip.IfNot(cluster.AdmissionPolicies, "the server has no admission policies");
        await using var objects = new LiveObjects(cluster);
        await objects.CreateNamespaceAsync(null);
        await objects.CreatePodAsync();
        await using var worker = await LiveWorker.StartAsync(cluster);
        await worker.SnapshotAsync(s => VerdictOf(s, objects.Namespace) == Verdict.Unprotected, "the first verdict");
        await objects.CreateBindingAsync();
        var bound = await worker.SnapshotAsync(s => VerdictOf(s, objects.Namespace) == Verdict.Protected, "the policy to be seen");
        Assert.Equal(Layer.ValidatingAdmissionPolicy, Find(bound, objects.Namespace)!.DeniedBy!.Layer);
        await worker.AssertAsFreshAsync();
        await objects.DeleteLastAsync();
        var unbound = await worker.SnapshotAsync(s => VerdictOf(s, objects.Namespace) == Verdict.Unprotected, "its end to be seen");
        Assert.Contains(unbound.Scan.Findings, f => f.Rule == "ES106" && f.Resource.Name == objects.Namespace);
        await worker.AssertAsFreshAsync();
    }

    private static NamespacePosture? Find(PostureSnapshot snapshot, string ns) => snapshot.Scan.Namespaces.SingleOrDefault(n => n.Name == ns);

    private static Verdict? VerdictOf(PostureSnapshot snapshot, string ns) => Find(snapshot, ns)?.Verdict;
}
