using Microsoft.Extensions.Time.Testing;
using Scanner.Core.Admission.Policies;
using Scanner.Core.Posture;
using Scanner.IntegrationTests.Programs;
using Scanner.Simulator;
using Scanner.Simulator.Faults;
using Scanner.Simulator.Scenario;

namespace Scanner.IntegrationTests.Worker;

/// <summary>What policies depend on and no watch tells of: parameters, and who answers webhooks.</summary>
[Collection(WorkerCollection.Name)]
public sealed class WorkerPolicySourceTests : IAsyncLifetime
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

    /// <summary>No watch tells of a parameter, so that it is looked at every minute.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task ParameterChanged_IsSeenWithinAMinute()
    {
        AddSwitchedPolicy();
        await _worker.SnapshotAsync(s => Switched(s) == CoverageKind.Covered, "the policy to be read with its parameter");
        _server.Store.ApplyYaml(Parameter("off"));
        var start = _time.GetUtcNow();
        await _worker.SnapshotAsync(s => Switched(s) == CoverageKind.NotRelevant, "the parameter to be looked at", TimeSpan.FromSeconds(5));
        Assert.InRange(_time.GetUtcNow() - start, TimeSpan.Zero, TimeSpan.FromSeconds(75));
    }

    /// <summary>A kind of parameters that fails is no reason to know nothing of the other policies; it is looked at again every minute.</summary>
    [InProcessTheory(Why = InProcess.Clock)]
    [InlineData(500)]
    [InlineData(404)] // its definition comes later
    public async Task ParameterFailsForAMoment_IsReadWithinAMinute(int code)
    {
        var fault = _server.Faults.Add(new Fault
        {
            Kind = FaultKind.ServerError,
            StatusCode = code,
            Times = int.MaxValue,
            When = r => r.Method == "GET" && r.Path.EndsWith("/configmaps", StringComparison.Ordinal),
        });
        AddSwitchedPolicy();
        await _worker.SnapshotAsync(s => Switched(s) == CoverageKind.Unknown, "the policy to be read without its parameter");
        _server.Faults.Remove(fault);
        var start = _time.GetUtcNow();
        await _worker.SnapshotAsync(s => Switched(s) == CoverageKind.Covered, "the parameter to be read", TimeSpan.FromSeconds(5));
        Assert.InRange(_time.GetUtcNow() - start, TimeSpan.Zero, TimeSpan.FromSeconds(75));
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task EndpointsMayNotBeListed_IsTold()
    {
        WorkerAccount.Grant(_server, WorkerAccount.Everything.Replace("resources: [endpointslices]", "resources: [others]", StringComparison.Ordinal));
        _server.Store.ApplyYaml("""
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingWebhookConfiguration
            metadata: {name: behind-a-service}
            webhooks:
            - name: behind-a-service.example.test
              clientConfig: {service: {namespace: open, name: hook}}
              rules: [{apiGroups: [example.test], apiVersions: [v1], operations: [UPDATE], resources: [nothings]}]
              sideEffects: None
              failurePolicy: Ignore
              admissionReviewVersions: [v1]
            """);
        var blind = await _worker.SnapshotAsync(s => !s.Scan.UnreadPolicies.IsEmpty, "the refusal to be told");
        Assert.Contains(blind.Scan.UnreadPolicies, m => m is { Resource: "endpointslices", Group: "discovery.k8s.io", Verb: "list" });
    }

    /// <summary>A policy that is off where its parameter, a ConfigMap, says so.</summary>
    private void AddSwitchedPolicy()
    {
        WorkerAccount.Grant(_server, WorkerAccount.Everything + "\n- {apiGroups: [\"\"], resources: [configmaps], verbs: [list]}");
        _server.Store.ApplyYaml(Parameter("on"));
        _server.Store.ApplyYaml("""
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicy
            metadata: {name: switched}
            spec:
              failurePolicy: Ignore
              paramKind: {apiVersion: v1, kind: ConfigMap}
              matchConstraints:
                resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [UPDATE], resources: [pods/ephemeralcontainers]}]
              validations:
              - expression: "params.data.guard == 'off' || object.spec.ephemeralContainers.all(c, !c.?securityContext.privileged.orValue(false))"
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicyBinding
            metadata: {name: switched}
            spec: {policyName: switched, paramRef: {name: switch, namespace: open, parameterNotFoundAction: Allow}, validationActions: [Audit]}
            """);
    }

    private static string Parameter(string guard) => $"{{apiVersion: v1, kind: ConfigMap, metadata: {{name: switch, namespace: open}}, data: {{guard: \"{guard}\"}} }}";

    private static CoverageKind? Switched(PostureSnapshot snapshot) => snapshot.Scan.Policies.SingleOrDefault(p => p.Name == "switched")?.Coverage;
}
