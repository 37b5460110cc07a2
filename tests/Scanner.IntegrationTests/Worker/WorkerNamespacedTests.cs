using Microsoft.Extensions.Time.Testing;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;
using Scanner.IntegrationTests.Programs;
using Scanner.IntegrationTests.Worker.Reports;
using Scanner.Simulator;
using Scanner.Simulator.Faults;
using Scanner.Simulator.Scenario;

namespace Scanner.IntegrationTests.Worker;

/// <summary>A worker that is told its namespaces needs no more than Roles there, and sees what happens in them.</summary>
[Collection(WorkerCollection.Name)]
public sealed class WorkerNamespacedTests
{
    private const string Lease = "- {apiGroups: [coordination.k8s.io], resources: [leases], verbs: [get, create, update]}";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    [InProcessFact(Why = InProcess.Clock)]
    public async Task RolesOnly_VerdictsFollowTheirNamespaces()
    {
        await using var server = await SampleServer.StartAsync(new SimulatorOptions { Version = KubernetesVersion.V1_36, TimeProvider = _time }, CancellationToken.None);
        ReportApis.Install(server);
        server.AddUser($"{WorkerAccount.User}-token", WorkerAccount.User);
        Grant(server, "open");
        Grant(server, "psa-baseline");
        Grant(server, "default", Lease);
        var worker = await WorkerRig.StartAsync(server, _time, s => s with { Namespaces = ["open", "psa-baseline"], LeaseNamespace = "default" }, WorkerAccount.User);
        await using (worker)
        {
            var snapshot = await worker.SnapshotAsync(WorkerRig.IsScanned, "the first scan");
            Assert.Equal(["open Unprotected", "psa-baseline Protected"], snapshot.Scan.Namespaces.Select(n => $"{n.Name} {n.Verdict}"));
            Assert.Null(worker.WhyNotReady);
            // Whoever may add containers is bound in the cluster too, which a Role does not show.
            Assert.False(snapshot.Scan.Complete);
            server.Store.SetLabel("open", StoreChanges.Enforce, "baseline");
            await worker.SnapshotAsync(s => s.Scan.Namespaces[0].Verdict == Verdict.Protected, "a label to be seen", TimeSpan.FromSeconds(0.5));
            server.Store.SetLabel("psa-baseline", StoreChanges.Enforce, null);
            await worker.SnapshotAsync(s => s.Scan.Namespaces[1].Verdict == Verdict.Unprotected, "another to be seen", TimeSpan.FromSeconds(0.5));
            await worker.UntilAsync(() => ReportApis.Versions(server).ContainsKey("open"), "a report", TimeSpan.FromSeconds(0.5));
            server.Store.Delete("", "namespaces", null, "psa-baseline");
            // Its Role goes with it, so that it is refused, and the other one is looked at as before.
            await worker.SnapshotAsync(s => s.Scan.Namespaces is [{ Verdict: Verdict.Protected }], "a namespace to go", TimeSpan.FromSeconds(0.5));
            await worker.SnapshotAsync(
                s => s.Scan.Findings.Any(f => f.Rule == "ES502" && f.Message.Contains("in namespace psa-baseline", StringComparison.Ordinal)),
                "the refusal to be told",
                TimeSpan.FromSeconds(0.5));
            server.Store.SetLabel("open", StoreChanges.Enforce, null);
            await worker.SnapshotAsync(s => s.Scan.Namespaces[0].Verdict == Verdict.Unprotected, "the other to be followed", TimeSpan.FromSeconds(0.5));
        }

        Assert.DoesNotContain(server.Requests, r => r.User == WorkerAccount.User && r.Path.StartsWith("/api/v1/pods", StringComparison.Ordinal));
    }

    /// <summary>Namespaces that are got by name do not show that the server was away for a moment; a watch in one of them does.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task RolesOnly_RestartWhileProbing_RefusalsAreAskedAgain()
    {
        await using var server = await SampleServer.StartAsync(new SimulatorOptions { Version = KubernetesVersion.V1_36, TimeProvider = _time }, CancellationToken.None);
        server.AddUser($"{WorkerAccount.User}-token", WorkerAccount.User);
        Grant(server, "open");
        Grant(server, "psa-baseline");
        Grant(server, "default", Lease);
        await using var worker = await WorkerRig.StartAsync(server, _time, s => s with { Namespaces = ["open", "psa-baseline"], LeaseNamespace = "default" }, WorkerAccount.User);
        await worker.SnapshotAsync(WorkerRig.IsScanned, "the first scan");
        var held = server.Faults.Add(new Fault { Kind = FaultKind.Hold, Times = int.MaxValue, When = r => r.Method == "PATCH" });
        server.Store.SetLabel("psa-baseline", "team", "blue");
        await worker.UntilAsync(() => held.Hits > 0, "a probe to be under way");
        worker.Network.Cut();
        server.AddStart(_time);
        server.Faults.Remove(held);
        worker.Network.Mend();
        var end = _time.GetUtcNow() + TimeSpan.FromMinutes(2);
        await worker.UntilAsync(
            () =>
            {
                Assert.Empty(worker.Snapshot.Scan.Namespaces.Where(n => n.UnknownBecause == UnknownReason.NoPermission).Select(n => n.UnknownMessage));
                return _time.GetUtcNow() >= end;
            },
            "two minutes to pass");
        Assert.Equal(["open Unprotected", "psa-baseline Protected"], worker.Snapshot.Scan.Namespaces.Select(n => $"{n.Name} {n.Verdict}"));
    }

    /// <summary>Who may list all namespaces is refused that by a server that starts, and nothing is missing for that.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task MayListAll_ServerRestarts_NoNamespaceIsLeftOut()
    {
        await using var server = await SampleServer.StartAsync(new SimulatorOptions { Version = KubernetesVersion.V1_36, TimeProvider = _time }, CancellationToken.None);
        WorkerAccount.Create(server);
        WorkerAccount.Grant(server, WorkerAccount.Everything);
        var worker = await WorkerRig.StartAsync(server, _time, s => s with { Namespaces = ["open", "psa-baseline"] }, WorkerAccount.User);
        await using (worker)
        {
            await worker.SnapshotAsync(s => s.Scan.Complete && WorkerRig.IsScanned(s), "the first scan");
            worker.Network.Cut();
            await worker.PassAsync(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(0.25));
            server.AddStart(_time);
            worker.Network.Mend();
            await worker.PassAsync(TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(0.25));
            Assert.DoesNotContain(worker.Snapshot.Scan.Findings, f => f.Rule == "ES502");
            Assert.True(worker.Snapshot.Scan.Complete, string.Join('\n', worker.Snapshot.Scan.Errors));
            Assert.Null(worker.WhyNotReady);
            Assert.DoesNotContain(worker.Log.Lines, l => l.Contains("No permission", StringComparison.Ordinal));
        }
    }

    private static void Grant(SimulatedApiServer server, string ns, string? rules = null) => server.Store.ApplyYaml($$"""
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: worker, namespace: {{ns}}}
        rules:
        {{rules ?? """
        - {apiGroups: [""], resources: [namespaces], verbs: [get]}
        - {apiGroups: [""], resources: [pods], verbs: [get, list, watch, create]}
        - {apiGroups: [""], resources: [pods/ephemeralcontainers], verbs: [patch]}
        - {apiGroups: [""], resources: [serviceaccounts], verbs: [list, watch]}
        - {apiGroups: [rbac.authorization.k8s.io], resources: [roles, rolebindings], verbs: [list, watch]}
        - {apiGroups: [wgpolicyk8s.io], resources: [policyreports], verbs: [list, watch, create, patch, delete]}
        """}}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: worker, namespace: {{ns}}}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: worker}
        subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: {{WorkerAccount.User}}}]
        """);
}
