using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Time.Testing;
using Scanner.Core.Cluster;
using Scanner.Core.Posture;
using Scanner.IntegrationTests.Programs;
using Scanner.IntegrationTests.Rbac;
using Scanner.IntegrationTests.Worker.Reports;
using Scanner.Rights;
using Scanner.Simulator;
using Scanner.Simulator.Faults;
using Scanner.Simulator.Scenario;

namespace Scanner.IntegrationTests.Worker;

/// <summary>The list of rights is exactly what the worker uses: nothing is missing, and nothing is there that nobody needs.</summary>
[Collection(WorkerCollection.Name)]
public sealed class WorkerRightsTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    [InProcessFact(Why = InProcess.Clock)]
    public async Task Run_EverythingOn_UsesWhatIsListedAndNothingElse()
    {
        await using var server = await SampleServer.StartAsync(new SimulatorOptions { Version = KubernetesVersion.V1_36, TimeProvider = _time }, CancellationToken.None);
        foreach (var kind in AdmissionKinds.All.Where(k => k.Group != "admissionregistration.k8s.io"))
            server.Store.ApplyYaml(Definition(kind));
        ReportApis.Install(server);
        server.AddUser("worker-token", WorkerAccount.User);
        server.Store.ApplyYaml(RightsManifest.Of(RightUser.Run, "kube-system"));
        server.Store.ApplyYaml(Bindings("kube-system"));
        FenceRule.Raise(server, WorkerAccount.User);
        // What it says of the first pod the probe of another contradicts, so that the pods that were probed are read.
        WorkerPolicyTests.DependOnThePod(server.Store);
        server.Store.ApplyYaml("""
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingWebhookConfiguration
            metadata: {name: behind-a-service}
            webhooks:
            - name: behind-a-service.example.com
              clientConfig: {service: {namespace: open, name: hook}}
              rules: [{apiGroups: [batch], apiVersions: [v1], operations: [CREATE], resources: [jobs]}]
              failurePolicy: Ignore
              sideEffects: None
              admissionReviewVersions: [v1]
            - name: of-an-engine.gatekeeper.sh
              clientConfig: {service: {namespace: open, name: gatekeeper}}
              rules: [{apiGroups: [batch], apiVersions: [v1], operations: [CREATE], resources: [jobs]}]
              failurePolicy: Ignore
              sideEffects: None
              admissionReviewVersions: [v1]
            - name: validate.kyverno.svc-fail
              clientConfig: {service: {namespace: kyverno, name: kyverno-svc}}
              rules: [{apiGroups: [batch], apiVersions: [v1], operations: [CREATE], resources: [jobs]}]
              failurePolicy: Ignore
              sideEffects: None
              admissionReviewVersions: [v1]
            """);
        // As a server does that has no streamed lists: then both lists and watches are sent.
        server.Faults.Add(new Fault { Kind = FaultKind.ServerError, StatusCode = 422, Times = 1000, When = r => r.Query.Contains("sendInitialEvents", StringComparison.Ordinal) });
        var worker = await WorkerRig.StartAsync(
            server,
            _time,
            s => s with { LeaseNamespace = "kube-system", RequireFence = true, WebListen = new IPEndPoint(IPAddress.Any, 0) },
            WorkerAccount.User);
        await using (worker)
        {
            await worker.SnapshotAsync(WorkerRig.IsScanned, "the first full scan");
            await worker.SnapshotAsync(
                _ => server.Requests.Any(r => r.Method == "GET" && r.Path.StartsWith("/api/v1/namespaces/psa-privileged/pods/", StringComparison.Ordinal)), "the pods to be read");
            foreach (var label in new[] { null, "baseline", null })
            {
                server.Store.SetLabel("psa-baseline", StoreChanges.Enforce, label);
                await worker.PassAsync(TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(0.5));
            }

            using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "admin-token");
            using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{worker.WebUrl.Port}/api/v1/posture"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(FullScanResult.Complete, worker.Snapshot.FullScans.LastResult);
            Assert.DoesNotContain(worker.Log.Lines, l => l.Contains("permission", StringComparison.OrdinalIgnoreCase) || l.Contains(" 403", StringComparison.Ordinal));
        }

        var requests = server.Requests.Where(r => r.User == WorkerAccount.User).ToList();
        Assert.Equal(UsedRights.Listed(RightUser.Run), UsedRights.Of(requests));
        var reports = UsedRights.OfReports(requests);
        Assert.Contains("patch wgpolicyk8s.io/policyreports", reports);
        Assert.Subset(UsedRights.All(RightUser.Run).ToHashSet(), reports.ToHashSet());
    }

    private static string Bindings(string ns) => $"""
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {"{"}name: worker{"}"}
        roleRef: {"{"}apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ephemeral-scanner{"}"}
        subjects: [{"{"}apiGroup: rbac.authorization.k8s.io, kind: User, name: worker{"}"}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {"{"}name: worker, namespace: {ns}{"}"}
        roleRef: {"{"}apiGroup: rbac.authorization.k8s.io, kind: Role, name: ephemeral-scanner{"}"}
        subjects: [{"{"}apiGroup: rbac.authorization.k8s.io, kind: User, name: worker{"}"}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {"{"}name: worker, namespace: default{"}"}
        roleRef: {"{"}apiGroup: rbac.authorization.k8s.io, kind: Role, name: ephemeral-scanner{"}"}
        subjects: [{"{"}apiGroup: rbac.authorization.k8s.io, kind: User, name: worker{"}"}]
        """;

    // Of a group whose kinds are made as they are needed, one.
    private static string Definition(AdmissionKind kind)
    {
        var (plural, name) = kind.Resource == AdmissionKinds.Every ? ("samples", "Sample") : (kind.Resource, kind.Kind);
        return $$$"""
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: {{{plural}}}.{{{kind.Group}}}}
            spec:
              group: {{{kind.Group}}}
              scope: Cluster
              names: {plural: {{{plural}}}, singular: {{{name.ToLowerInvariant()}}}, kind: {{{name}}}, listKind: {{{name}}}List}
              versions:
              - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true} } }
            """;
    }
}
