using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Policies;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Posture;
using Scanner.IntegrationTests.Programs;
using Scanner.Simulator;
using Scanner.Simulator.Faults;
using Scanner.Simulator.Scenario;
using Scanner.Simulator.Storage;

namespace Scanner.IntegrationTests.Worker;

/// <summary>The worker runs the policies of the cluster, with the rights of an installation.</summary>
[Collection(WorkerCollection.Name)]
public sealed class WorkerPolicyTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private SimulatedApiServer _server = null!;
    private WorkerRig _worker = null!;

    public async Task InitializeAsync()
    {
        _server = await SampleServer.StartAsync(new SimulatorOptions { Version = KubernetesVersion.V1_36, TimeProvider = _time }, CancellationToken.None);
        WorkerAccount.Create(_server);
        WorkerAccount.Grant(_server, WorkerAccount.Everything);
        _worker = await WorkerRig.StartAsync(_server, _time, s => s with { LeaderElection = false }, WorkerAccount.User);
        await _worker.SnapshotAsync(WorkerRig.IsScanned, "the first full scan");
    }

    public async Task DisposeAsync()
    {
        await _worker.DisposeAsync();
        await _server.DisposeAsync();
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task FirstScan_SaysOfPoliciesWhatAScanSays()
    {
        await AssertAsAScanAsync();
        Assert.Contains(_worker.Snapshot.Scan.Findings, f => f.Rule == "ES401" && f.Resource.Name == "no-privileged-pods-only");
        Assert.Contains(_worker.Snapshot.Scan.Engines, e => e is { Name: EngineNames.ValidatingAdmissionPolicy, IsInstalled: true });
    }

    /// <summary>What is expected and what is probed change at different moments, and must not be held against each other in between.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task BindingDeleted_PredictionAndVerdictTurn_NobodyIsFoundWrongMeanwhile()
    {
        _server.Store.Delete("admissionregistration.k8s.io", "validatingadmissionpolicybindings", null, "no-privileged");
        await _worker.SnapshotAsync(s => Checked(s).Predicted?.Verdict == Verdict.Unprotected, "the prediction to turn");
        var open = await _worker.SnapshotAsync(s => Checked(s).Verdict == Verdict.Unprotected, "the verdict to turn");
        Assert.Equal(CoverageKind.NotRelevant, open.Scan.Policies.Single(p => p.Name == "no-privileged").Coverage);
        await _worker.PassAsync(TimeSpan.FromSeconds(15));
        Checked(_worker.Snapshot);
        await AssertAsAScanAsync();
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task NamespaceRelabelled_IsCountedAndExpectedAnew()
    {
        Assert.DoesNotContain("open", _worker.Snapshot.Scan.Policies.Single(p => p.Name == "no-privileged").EnforcedNamespaces);
        _server.Store.SetLabel("open", "vap", "deny");
        var snapshot = await _worker.SnapshotAsync(s => Namespace(s, "open").Predicted?.Verdict == Verdict.Protected, "the prediction to turn");
        Assert.Contains("open", snapshot.Scan.Policies.Single(p => p.Name == "no-privileged").EnforcedNamespaces);
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task ListFails_WhatWasKnownStays_NothingIsExpectedAndThatIsSaid()
    {
        var before = _worker.Snapshot.Scan.Policies;
        _server.Faults.Add(new Fault
        {
            Kind = FaultKind.ServerError,
            StatusCode = 500,
            Times = 1000,
            When = r => r.Path.EndsWith("/validatingadmissionpolicybindings", StringComparison.Ordinal) && !r.Query.Contains("watch", StringComparison.Ordinal),
        });
        _server.Store.Delete("admissionregistration.k8s.io", "validatingadmissionpolicies", null, "no-privileged-audit");
        var blind = await _worker.SnapshotAsync(s => !s.Scan.Complete, "the failure to be told");
        Assert.Equal("list validatingadmissionpolicybindings", Assert.Single(blind.Scan.Errors).Step.ToString());
        Assert.Equal(before, blind.Scan.Policies);
        Assert.All(blind.Scan.Namespaces, n => Assert.Null(n.Predicted));
        Assert.Single(_worker.Log.Lines, l => l.StartsWith("Warning: Policies could not be read", StringComparison.Ordinal));
        _server.Faults.Clear();
        await _worker.SnapshotAsync(s => s.Scan.Complete && Namespace(s, "open").Predicted is not null, "the policies to be read");
        Assert.DoesNotContain(_worker.Snapshot.Scan.Policies, p => p.Name == "no-privileged-audit");
        Assert.Single(_worker.Log.Lines, l => l.StartsWith("Information: Policies can be read again", StringComparison.Ordinal));
    }

    /// <summary>Labels are kept from the moment on at which a policy goes by them, and count for all that is said of it.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task PolicyGoesByLabels_ThoseOfThePodsCount()
    {
        _server.Store.ApplyYaml(ForPodsOf("web", "psa-privileged"));
        var guarded = await _worker.SnapshotAsync(
            s => Namespace(s, "psa-privileged") is { Verdict: Verdict.Protected, Predicted.Verdict: Verdict.Protected }, "the prediction to go by the labels");
        Assert.Equal("psa-privileged", Assert.Single(guarded.Scan.Policies.Single(p => p.Name == "no-privileged-warn").EnforcedNamespaces));
        Assert.DoesNotContain(_server.Requests, r => r.Method == "GET" && r.Path.Contains("/pods/", StringComparison.Ordinal) && r.User == WorkerAccount.User);
        await AssertAsAScanAsync();
        _server.Store.SetPodLabel("psa-privileged", "web", "app", "other");
        await _worker.SnapshotAsync(s => Namespace(s, "psa-privileged").Predicted?.Verdict == Verdict.Unprotected, "the new label to be looked at");
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task PolicyDependsOnThePod_ThePodsThatWereProbedAreReadAndDecide()
    {
        DependOnThePod(_server.Store);
        await _worker.SnapshotAsync(
            s => Namespace(s, "psa-privileged") is { Verdict: Verdict.Unprotected, Predicted.Verdict: Verdict.Unprotected }
                && _server.Requests.Any(r => r.Method == "GET" && r.Path == "/api/v1/namespaces/psa-privileged/pods/zz" && r.User == WorkerAccount.User),
            "the prediction to be that of the pods");
        Assert.DoesNotContain(_worker.Snapshot.Scan.Findings, f => f.Rule == "ES410");
    }

    /// <summary>A server without the subresource answers in the same words.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task ProxyAnswersAProbeWithNotFound_ItIsAskedAgainSoon()
    {
        var fault = _server.Faults.Add(new Fault
        {
            Kind = FaultKind.ProxyNotFound,
            Message = "404 page not found",
            Times = int.MaxValue,
            When = r => r.Method == "PATCH" && r.Path.Contains("/namespaces/open/", StringComparison.Ordinal),
        });
        _server.Store.SetLabel("open", "changed", "yes");
        await _worker.SnapshotAsync(s => Namespace(s, "open").NotRenewedBecause is not null || Namespace(s, "open").Verdict == Verdict.Unknown, "the failure");
        Assert.NotEqual(UnknownReason.SubresourceAbsent, Namespace(_worker.Snapshot, "open").UnknownBecause);
        _server.Faults.Remove(fault);
        var start = _time.GetUtcNow();
        await _worker.SnapshotAsync(s => Namespace(s, "open") is { Verdict: Verdict.Unprotected, NotRenewedBecause: null }, "another answer", TimeSpan.FromSeconds(5));
        Assert.InRange(_time.GetUtcNow() - start, TimeSpan.Zero, TimeSpan.FromMinutes(3));
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task KindMayNotBeListed_IsNamed_AndWhatIsExpectedIsUnknown()
    {
        WorkerAccount.Grant(_server, WorkerAccount.Everything.Replace(
            """apiGroups: [admissionregistration.k8s.io], resources: ["*"]""",
            "apiGroups: [admissionregistration.k8s.io], resources: [validatingwebhookconfigurations, mutatingwebhookconfigurations]",
            StringComparison.Ordinal));
        _worker.Network.Cut();
        _worker.Network.Mend();
        var blind = await _worker.SnapshotAsync(s => !s.Scan.UnreadPolicies.IsEmpty, "the refusal to be believed", TimeSpan.FromSeconds(0.5));
        Assert.Contains(blind.Scan.UnreadPolicies, m => m.Resource == "validatingadmissionpolicies");
        var predicted = await _worker.SnapshotAsync(s => Namespace(s, "open").Predicted is not null, "the expectation");
        Assert.Equal(Verdict.Unknown, Namespace(predicted, "open").Predicted!.Verdict);
    }

    /// <summary>Of two pods of <c>psa-privileged</c> that differ in nothing but their names a policy guards one.</summary>
    public static void DependOnThePod(ClusterStore store)
    {
        store.AddPod("psa-privileged", "zz");
        store.SetPodLabel("psa-privileged", "zz", "app", "web");
        store.ApplyYaml(ForPodsOf("web", "psa-privileged").Replace(
            "resources: [pods/ephemeralcontainers]", "resources: [pods/ephemeralcontainers], resourceNames: [web]", StringComparison.Ordinal));
    }

    /// <summary>
    /// Denies privileged containers of pods with a label, in one namespace. Stands in the place of a policy of the sample, whose expression the
    /// simulator knows.
    /// </summary>
    public static string ForPodsOf(string app, string ns) => $$"""
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata: {name: no-privileged-warn}
        spec:
          matchConstraints:
            objectSelector: {matchLabels: {app: {{app}} } }
            resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [UPDATE], resources: [pods/ephemeralcontainers]}]
          validations:
          - expression: "(object.spec.containers + (has(object.spec.initContainers) ? object.spec.initContainers : []) + (has(object.spec.ephemeralContainers) ? object.spec.ephemeralContainers : [])).all(c, !has(c.securityContext) || !has(c.securityContext.privileged) || !c.securityContext.privileged)"
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: {name: no-privileged-warn}
        spec:
          policyName: no-privileged-warn
          validationActions: [Deny]
          matchResources: {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: {{ns}} } } }
        """;

    private static NamespacePosture Namespace(PostureSnapshot snapshot, string ns) => snapshot.Scan.Namespaces.Single(n => n.Name == ns);

    private static NamespacePosture Checked(PostureSnapshot snapshot)
    {
        Assert.DoesNotContain(snapshot.Scan.Findings, f => f.Rule == "ES410");
        return Namespace(snapshot, "vap-deny");
    }

    /// <summary>Once every namespace has been asked after the last change: until then nothing is predicted of it.</summary>
    private async Task AssertAsAScanAsync()
    {
        await _worker.PassAsync(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(0.5));
        var scan = await _worker.ScanAsync();
        var now = _worker.Snapshot.Scan;
        Assert.Equal(string.Join('\n', Told(scan)), string.Join('\n', Told(now)));
    }

    private static ImmutableArray<string> Told(ScanResult scan) =>
    [
        .. scan.Engines.Select(e => $"{e}"),
        .. scan.Policies.Select(p => $"{p.Kind} {p.Name} {p.Coverage} {p.IsEnforced} in {p.EnforcedNamespaceCount} ({string.Join(' ', p.EnforcedNamespaces)}): {p.Reason}"),
        .. scan.Namespaces.Select(n => $"{n.Name} {n.Predicted?.Verdict}: {n.Predicted?.Because}; {n.Gap}"),
        .. scan.Findings.Where(f => f.Rule.StartsWith("ES4", StringComparison.Ordinal)).Select(f => $"{f.Id} {f.Rule} {f.Severity} {f.Message}"),
    ];
}
