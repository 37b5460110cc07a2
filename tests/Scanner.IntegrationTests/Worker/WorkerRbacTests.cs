using Microsoft.Extensions.Time.Testing;
using Scanner.Core.Posture;
using Scanner.Core.Rbac.Exposures;
using Scanner.Core.Rbac.Facts;
using Scanner.IntegrationTests.Programs;
using Scanner.Inventory;
using Scanner.Simulator;
using Scanner.Simulator.Scenario;
using Scanner.Worker.Caches;

namespace Scanner.IntegrationTests.Worker;

/// <summary>Rights that change under the worker: they show at once, and cost no probe.</summary>
[Collection(WorkerCollection.Name)]
public sealed class WorkerRbacTests : IAsyncLifetime
{
    private const string Group = "rbac.authorization.k8s.io";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private SimulatedApiServer _server = null!;
    private WorkerRig _worker = null!;

    public async Task InitializeAsync()
    {
        _server = await SampleServer.StartAsync(new SimulatorOptions { Version = KubernetesVersion.V1_36, TimeProvider = _time }, CancellationToken.None);
        _worker = await WorkerRig.StartAsync(_server, _time, s => s with { LeaderElection = false });
        await _worker.SnapshotAsync(WorkerRig.IsScanned, "the first snapshot");
        await _worker.PassAsync(TimeSpan.FromSeconds(15));
    }

    public async Task DisposeAsync()
    {
        await _worker.DisposeAsync();
        await _server.DisposeAsync();
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task Binding_ComesAndGoes_IsInTheNextSnapshotAndAsksNothing()
    {
        var probes = Probes();
        _server.Store.ApplyYaml("""
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {namespace: hook-gap, name: mallory}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: debug-aggregate}
            subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: mallory}]
            """);
        var given = await _worker.SnapshotAsync(s => IsExposed(s, "hook-gap", Subject.User("mallory")), "the right to show");
        var finding = given.Scan.Findings.Single(f => f is { Rule: "ES101", Resource.Name: "hook-gap" });
        Assert.Contains("user mallory can run a privileged container in any pod of hook-gap (RoleBinding hook-gap/mallory)", finding.Message, StringComparison.Ordinal);
        _server.Store.Delete(Group, "rolebindings", "hook-gap", "mallory");
        await _worker.SnapshotAsync(s => !IsExposed(s, "hook-gap", Subject.User("mallory")), "the right to go");
        await _worker.PassAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(probes, Probes());
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task Role_Changes_EverybodyBoundToItIsEvaluatedAndNobodyElse()
    {
        var watch = _worker.Get<ClusterWatch>().Rbac;
        var before = watch.Evaluations;
        // Bound to alice and the debugger of namespace open.
        _server.Store.ApplyYaml("""
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {namespace: open, name: debug}
            rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]
            """);
        await _worker.SnapshotAsync(s => !IsExposed(s, "open", Subject.User("alice")), "the right to go");
        Assert.Equal(2, watch.Evaluations - before);
        Assert.True(IsExposed(_worker.Snapshot, "open", Subject.User("bob")));
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task Rights_AfterManyChanges_AreThoseOfAScan()
    {
        _server.Store.Delete(Group, "clusterrolebindings", null, "any-subresource");
        _server.Store.Delete(Group, "clusterroles", null, "everything");
        _server.Store.ApplyYaml("""
            apiVersion: v1
            kind: ServiceAccount
            metadata: {namespace: vap-gap, name: robot}
            """);
        _server.Store.ApplyYaml("""
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {namespace: vap-gap, name: robot}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
            subjects: [{kind: ServiceAccount, namespace: vap-gap, name: robot}]
            """);
        await _worker.SnapshotAsync(s => IsExposed(s, "vap-gap", Subject.ServiceAccount("vap-gap", "robot")), "the last change");
        await _worker.PassAsync(TimeSpan.FromSeconds(30));
        var fresh = await new RbacGatherer(_worker.Client).GatherAsync([], CancellationToken.None);
        var rbac = _worker.Snapshot.Scan.Rbac!;
        Assert.Equal(fresh.Posture.Subjects.Values, rbac.Subjects.Values);
        Assert.Equal(fresh.Posture.Escalations.Values.SelectMany(e => e), rbac.Escalations.Values.SelectMany(e => e));
        Assert.Equal(fresh.Posture.Dangling.AsEnumerable(), rbac.Dangling);
        Assert.Contains(rbac.Dangling, d => d.Role.Name == "everything");
    }

    /// <summary>The watches break and what changed meanwhile is seen by the difference.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task Watches_AreLost_RightsAreCaughtUpWith()
    {
        _worker.Network.Cut();
        await _worker.PassAsync(TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(1));
        _server.Store.Delete(Group, "rolebindings", "open", "debug");
        _worker.Network.Mend();
        await _worker.SnapshotAsync(s => !IsExposed(s, "open", Subject.User("alice")), "the right to go", TimeSpan.FromSeconds(1));
        Assert.True(IsExposed(_worker.Snapshot, "open", Subject.User("bob")));
    }

    private static bool IsExposed(PostureSnapshot snapshot, string ns, Subject subject) =>
        snapshot.Scan.Exposures.SingleOrDefault(e => e.Namespace == ns)?.Subjects.Any(s => s.Subject == subject) == true;

    private int Probes() => _server.Requests.Count(r => r.Method is "PATCH" or "POST" && r.Path.Contains("/pods", StringComparison.Ordinal));
}
