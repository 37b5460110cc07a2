using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Scanner.Core.Admission.Policies;
using Scanner.IntegrationTests.Clusters;
using Scanner.IntegrationTests.Programs;
using Scanner.IntegrationTests.Worker;
using Scanner.Simulator;

namespace Scanner.IntegrationTests;

/// <summary>The version of an engine of a cluster is read off its Deployment, by whoever may list that.</summary>
[Collection(WorkerCollection.Name)]
public sealed class EngineVersionTests
{
    internal const string Right = "- {apiGroups: [apps], resources: [deployments], verbs: [list]}";

    internal const string Engine = """
        apiVersion: v1
        kind: Namespace
        metadata: {name: team}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: team}
        spec: {containers: [{name: app, image: app}]}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: kyverno}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: my-kyverno, namespace: kyverno}
        spec:
          selector: {matchLabels: {app: kyverno}}
          template:
            metadata: {labels: {app: kyverno}}
            spec: {containers: [{name: kyverno, image: "mirror.example/kyverno/kyverno:v1.5.2", env: [{name: TOKEN, value: secret}]}]}
        ---
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: policyexceptions.kyverno.io}
        spec:
          group: kyverno.io
          scope: Namespaced
          names: {plural: policyexceptions, singular: policyexception, kind: PolicyException, listKind: PolicyExceptionList}
          versions:
          - {name: v2, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}
        ---
        apiVersion: kyverno.io/v2
        kind: PolicyException
        metadata: {name: pods, namespace: team}
        spec:
          exceptions: [{policyName: guard, ruleNames: [privileged]}]
          match: {any: [{resources: {kinds: [Pod], namespaces: [team]}}]}
        ---
        apiVersion: kyverno.io/v1
        kind: ClusterPolicy
        metadata: {name: guard}
        spec:
          validationFailureAction: Enforce
          rules:
          - name: privileged
            match: {any: [{resources: {kinds: [Pod]}}]}
            validate:
              message: no privileged containers
              pattern:
                spec:
                  =(ephemeralContainers): [{=(securityContext): {=(privileged): "false"}}]
                  containers: [{=(securityContext): {=(privileged): "false"}}]
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata: {name: kyverno-resource-validating-webhook-cfg}
        webhooks:
        - name: validate.kyverno.svc-fail
          clientConfig: {service: {namespace: kyverno, name: kyverno-svc, path: /validate/fail}, caBundle: ""}
          rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [pods, pods/ephemeralcontainers]}]
          failurePolicy: Fail
          sideEffects: NoneOnDryRun
          admissionReviewVersions: [v1]
        """;

    /// <summary>Before 1.13 an exception for pods left their ephemeral containers to the policy; an unknown version counts as a new one.</summary>
    [Theory]
    [InlineData(true, "1.5.2")]
    [InlineData(false, null)]
    public async Task Scan_MayListDeploymentsOrNot_KnowsTheVersionOrDoesNot(bool mayList, string? version)
    {
        await using var server = await StartAsync(TimeProvider.System, mayList);
        var cluster = new TestCluster(server.Url, server.CertificateAuthorityPem, true, server);
        var user = new TestUser(WorkerAccount.User, WorkerAccount.User + "-token");
        foreach (string[] arguments in new[] { new[] { "scan" }, ["probe", "team"], ["explain", "team"] })
        {
            server.ClearRequests();
            var run = await ScannerRun.AsAsync(cluster, user, [.. arguments, "-o", "json"]);
            Assert.Equal("", run.Error);
            Assert.True(run.Json.GetProperty("scan").GetProperty("complete").GetBoolean());
            Assert.Equal(version, run.Json.GetProperty("engines").EnumerateArray().Single(e => e.GetProperty("name").GetString() == EngineNames.Kyverno).GetProperty("version").GetString());
            Assert.DoesNotContain("ES502", Rules(run));
            Assert.DoesNotContain("secret", run.Output, StringComparison.Ordinal);
            Assert.Equal("/apis/apps/v1/namespaces/kyverno/deployments", Assert.Single(server.Requests, r => r.Path.Contains("/deployments", StringComparison.Ordinal)).Path);
            var guard = run.Json.GetProperty("policies").EnumerateArray().Single(p => p.GetProperty("name").GetString() == "guard");
            Assert.Equal(mayList, guard.GetProperty("enforcedNamespaces").EnumerateArray().Any(n => n.GetString() == "team"));
            Assert.Equal(mayList && arguments[0] == "scan", Rules(run).Contains("ES407"));
        }
    }

    [InProcessFact(Why = InProcess.Clock)]
    public async Task Worker_RightIsTakenAndGiven_FollowsWithoutAWord()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
        await using var server = await StartAsync(time, mayList: false);
        await using var worker = await WorkerRig.StartAsync(server, time, s => s with { LeaderElection = false }, WorkerAccount.User);
        await worker.SnapshotAsync(s => WorkerRig.IsScanned(s) && s.Scan.Engines.Any(e => e is { Name: EngineNames.Kyverno, IsInstalled: true, Version: null }), "the engine");
        WorkerAccount.Grant(server, WorkerAccount.Everything);
        server.Store.SetLabel("team", "any", "change");
        server.Store.Delete("kyverno.io", "clusterpolicies", null, "guard");
        var snapshot = await worker.SnapshotAsync(s => s.Scan.Engines.Any(e => e is { Name: EngineNames.Kyverno, Version: "1.5.2" }), "the version");
        Assert.Contains(snapshot.Scan.Findings, f => f.Rule == "ES407");
        Assert.DoesNotContain(worker.Log.Lines, l => l.Contains("deployments", StringComparison.Ordinal));
    }

    private static async Task<SimulatedApiServer> StartAsync(TimeProvider time, bool mayList)
    {
        var server = await SimulatedApiServer.StartAsync(new SimulatorOptions { TimeProvider = time });
        WorkerAccount.Create(server);
        WorkerAccount.Grant(server, mayList ? WorkerAccount.Everything : WorkerAccount.Everything.Replace(Right, "", StringComparison.Ordinal));
        WorkerAccount.AddEngine(server);
        foreach (var item in Engine.Split("---\n"))
            server.Store.ApplyYaml(item);
        return server;
    }

    private static List<string?> Rules(ScannerRun run) => [.. run.Json.GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("rule").GetString())];
}
