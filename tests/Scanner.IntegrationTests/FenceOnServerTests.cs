using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Scanner.Core.Rbac.Facts;
using Scanner.IntegrationTests.Clusters;
using Scanner.IntegrationTests.Rbac;
using Scanner.IntegrationTests.Worker;
using Scanner.Rights;
using Scanner.Simulator;

namespace Scanner.IntegrationTests;

/// <summary>
/// The fence and the printed rights on a real server. An account that may do everything by RBAC can do nothing but dry runs, and what keeps nothing
/// of anybody.
/// </summary>
[Collection(ClusterCollection.Name)]
public sealed class FenceOnServerTests(ClusterPool clusters)
{
    private const string Pods = "/api/v1/namespaces/open/pods";
    private const string Merge = "application/merge-patch+json";
    private const string Pod = """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"fence-test"},"spec":{"containers":[{"name":"a","image":"a"}]}}""";
    private const string Policies = "/apis/admissionregistration.k8s.io/v1/";

    private static readonly (string Method, string Path, string? Body, string Type)[] s_refused =
    [
        ("POST", Pods, Pod, "application/json"),
        ("PATCH", Pods + "/POD", "{}", Merge),
        ("PUT", Pods + "/POD", "STORED", "application/json"),
        ("DELETE", Pods + "/POD", null, ""),
        ("DELETE", Pods, null, ""),
        ("PATCH", Pods + "/POD/ephemeralcontainers", "{}", Merge),
        ("PUT", Pods + "/POD/ephemeralcontainers", "STORED", "application/json"),
        ("PATCH", Pods + "/POD/status", "{}", Merge),
        ("PATCH", Pods + "/POD/resize", "{}", Merge),
        ("POST", Pods + "/POD/binding", """{"apiVersion":"v1","kind":"Binding","metadata":{"name":"POD"},"target":{"kind":"Node","name":"n"}}""", "application/json"),
        ("POST", Pods + "/POD/eviction", """{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"POD","namespace":"open"}}""", "application/json"),
        ("POST", Pods + "/POD/exec?command=id&stdout=1", null, ""),
        ("GET", Pods + "/POD/exec?command=id&stdout=1", null, ""),
        ("POST", Pods + "/POD/attach?stdout=1", null, ""),
        ("POST", Pods + "/POD/portforward?ports=80", null, ""),
        ("GET", Pods + "/POD/proxy/", null, ""),
        ("POST", "/api/v1/namespaces/open/serviceaccounts/fence-test/token", """{"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{}}""", "application/json"),
        ("POST", "/api/v1/namespaces/open/configmaps", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"fence-test"}}""", "application/json"),
        ("POST", "/api/v1/namespaces", """{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"fence-test"}}""", "application/json"),
        ("PATCH", "/api/v1/namespaces/open", "{}", Merge),
        ("POST", "/api/v1/namespaces/default/events", """{"apiVersion":"v1","kind":"Event","metadata":{"name":"fence-test"},"involvedObject":{"kind":"Namespace","name":"open"}}""", "application/json"),
        ("POST", GrantedRights.Api + "clusterrolebindings", """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"fence-test"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"view"}}""", "application/json"),
        ("POST", "/apis/apps/v1/namespaces/open/deployments", """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"fence-test"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"a","image":"a"}]}}}}""", "application/json"),
        ("DELETE", "/apis/coordination.k8s.io/v1/namespaces/open/leases/fence-test", null, ""),
        ("DELETE", "/apis/events.k8s.io/v1/namespaces/default/events/fence-test", null, ""),
    ];

    private static readonly (string Method, string Path, string Body, string Type)[] s_admitted =
    [
        ("POST", "/apis/coordination.k8s.io/v1/namespaces/open/leases", """{"apiVersion":"coordination.k8s.io/v1","kind":"Lease","metadata":{"name":"fence-test"},"spec":{}}""", "application/json"),
        ("PATCH", "/apis/coordination.k8s.io/v1/namespaces/open/leases/fence-test", """{"spec":{"holderIdentity":"a"}}""", Merge),
        ("POST", "/apis/events.k8s.io/v1/namespaces/default/events", """{"apiVersion":"events.k8s.io/v1","kind":"Event","metadata":{"name":"fence-test"},"eventTime":"2026-11-26T12:00:00.000000Z","reportingController":"ephemeral-scanner","reportingInstance":"x","action":"Probe","reason":"ProtectionLost","type":"Warning","note":"x","regarding":{"apiVersion":"v1","kind":"Namespace","name":"open"}}""", "application/json"),
        ("PATCH", "/apis/events.k8s.io/v1/namespaces/default/events/fence-test", """{"series":{"count":2,"lastObservedTime":"2026-11-26T12:01:00.000000Z"}}""", Merge),
        ("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", """{"apiVersion":"authorization.k8s.io/v1","kind":"SelfSubjectAccessReview","spec":{"resourceAttributes":{"verb":"get","resource":"pods"}}}""", "application/json"),
        ("POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", """{"apiVersion":"authorization.k8s.io/v1","kind":"SubjectAccessReview","spec":{"user":"x","resourceAttributes":{"verb":"get","resource":"pods"}}}""", "application/json"),
        ("POST", "/apis/authentication.k8s.io/v1/tokenreviews", """{"apiVersion":"authentication.k8s.io/v1","kind":"TokenReview","spec":{"token":"x"}}""", "application/json"),
        ("POST", Pods + "?dryRun=All", Pod, "application/json"),
        ("PATCH", Pods + "/POD?dryRun=All", "{}", Merge),
        ("DELETE", Pods + "/POD?dryRun=All", "", ""),
        ("PATCH", Pods + "/POD/ephemeralcontainers?dryRun=All", """{"spec":{"ephemeralContainers":[{"name":"fence-test","image":"a","securityContext":{"privileged":true}}]}}""", "application/strategic-merge-patch+json"),
    ];

    [SkippableFact]
    public async Task Fence_EveryVerbOnPodsAndTheirSubresources_IsRefusedUnlessItIsADryRun()
    {
        var cluster = await clusters.GetAsync(ClusterPool.Real);
        using var admin = cluster.Admin();
        Skip.IfNot(await ServesPoliciesAsync(admin), "the server does not serve ValidatingAdmissionPolicy v1");
        await GrantedRights.BindAsync(admin, "fenced", "ClusterRole", "cluster-admin", TestUsers.Fenced);
        await GrantedRights.ApplyAsync(admin, Policies, FenceManifest.For(Subject.User(TestUsers.Fenced.Name)).Replace("ephemeral-scanner-fence", "fence-of-fenced", StringComparison.Ordinal));
        var before = await cluster.PodVersionsAsync(CancellationToken.None);
        var pod = before.Keys.First(k => k.StartsWith("open/", StringComparison.Ordinal)).Split('/')[1];
        var stored = (await admin.GetAsync($"{Pods}/{pod}", CancellationToken.None)).ToJsonString();
        using var fenced = new AdminClient(cluster.Url, cluster.CertificateAuthorityPem, TestUsers.Fenced.Token);
        await UntilEnforcedAsync(fenced, $"{Pods}/{pod}/ephemeralcontainers");
        await admin.SendAsync(
            HttpMethod.Patch,
            "/api/v1/namespaces/open/serviceaccounts/fence-test?fieldManager=test",
            JsonNode.Parse("""{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"fence-test"}}""")!,
            "application/apply-patch+yaml",
            CancellationToken.None);
        // The lease and the event must be there to be deleted.
        foreach (var (method, path, body, type) in s_admitted)
        {
            var (code, text) = await SendAsync(fenced, method, path.Replace("POD", pod, StringComparison.Ordinal), body, type);
            Assert.True(code is HttpStatusCode.OK or HttpStatusCode.Created, $"{method} {path}: {(int)code} {text}");
        }

        foreach (var (method, path, body, type) in s_refused)
        {
            var sent = body == "STORED" ? stored : body?.Replace("POD", pod, StringComparison.Ordinal);
            var (code, text) = await SendAsync(fenced, method, path.Replace("POD", pod, StringComparison.Ordinal), sent, type);
            Assert.True(code == HttpStatusCode.Forbidden && text.Contains("fence of ephemeral-scanner", StringComparison.Ordinal), $"{method} {path}: {(int)code} {text}");
        }

        Assert.Equal(before.OrderBy(p => p.Key), (await cluster.PodVersionsAsync(CancellationToken.None)).OrderBy(p => p.Key));
        // Nobody else is concerned.
        await admin.SendAsync(HttpMethod.Patch, $"{Pods}/{pod}/ephemeralcontainers", new JsonObject(), Merge, CancellationToken.None);
    }

    /// <summary>With the rights that the program prints, its fence, and everything on, a whole cycle of the worker meets no refusal.</summary>
    [SkippableFact]
    public async Task Worker_WithExactlyThePrintedRightsAndTheFence_MeetsNoRefusal()
    {
        var cluster = await clusters.GetAsync(ClusterPool.Real);
        using var admin = cluster.Admin();
        Skip.IfNot(await ServesPoliciesAsync(admin), "the server does not serve ValidatingAdmissionPolicy v1");
        await GrantedRights.ApplyAsync(admin, GrantedRights.Api, RightsManifest.Of(RightUser.Run, "kube-system"));
        await GrantedRights.BindAsync(admin, "worker", "ClusterRole", "ephemeral-scanner", TestUsers.Worker);
        foreach (var ns in new[] { "kube-system", "default" })
            await GrantedRights.BindAsync(admin, "worker", "Role", "ephemeral-scanner", TestUsers.Worker, ns);
        await GrantedRights.ApplyAsync(admin, Policies, FenceManifest.For(Subject.User(TestUsers.Worker.Name)));
        using var raw = new AdminClient(cluster.Url, cluster.CertificateAuthorityPem, TestUsers.Worker.Token);
        var before = await cluster.PodVersionsAsync(CancellationToken.None);
        await UntilEnforcedAsync(raw, $"/api/v1/namespaces/{before.Keys.First(k => k.StartsWith("open/", StringComparison.Ordinal)).Replace("/", "/pods/", StringComparison.Ordinal)}/ephemeralcontainers");
        await using (var worker = await LiveWorker.StartAsync(
            cluster, TestUsers.Worker, ("requireFence", "true"), ("leaderElection", "true"), ("leaderElection:namespace", "kube-system"), ("leaderElection:name", "rights-test")))
        {
            var snapshot = await worker.SnapshotAsync(WorkerRig.IsScanned, "the first full scan");
            Assert.True(snapshot.Scan.Complete, string.Join('\n', snapshot.Scan.Errors));
            Assert.DoesNotContain(snapshot.Scan.Findings, f => f.Rule is "ES501" or "ES502");
            Assert.Contains(worker.Log, l => l.StartsWith("Information: Fenced", StringComparison.Ordinal));
            await LabelAsync(admin, null);
            await worker.SnapshotAsync(s => s.Scan.Findings.Any(f => f.Rule == "ES106" && f.Resource.Name == "psa-baseline"), "the loss to be seen");
            await UntilAsync(async () => (await EventsAsync(admin)).Contains("Warning ProtectionLost psa-baseline"), "the event");
            Assert.DoesNotContain(worker.Log, l => l.StartsWith("Warning", StringComparison.Ordinal) && l.Contains("HTTP 403", StringComparison.Ordinal));
            Assert.DoesNotContain(worker.Log, l => l.Contains("ermission", StringComparison.Ordinal));
        }

        await LabelAsync(admin, "baseline");
        Assert.Equal(before.OrderBy(p => p.Key), (await cluster.PodVersionsAsync(CancellationToken.None)).OrderBy(p => p.Key));
    }

    /// <summary>A person's scan: what is listed is what it sends, and it meets no refusal.</summary>
    [SkippableTheory]
    [InlineData("1.36")]
    [InlineData(ClusterPool.Real)]
    public async Task Scan_WithExactlyThePrintedRights_IsCompleteAndUsesThemAll(string kind)
    {
        var cluster = await clusters.GetAsync(kind);
        using var admin = cluster.Admin();
        await GrantedRights.GrantScanAsync(admin);
        var pod = (await cluster.PodVersionsAsync(CancellationToken.None)).Keys.First(k => k.StartsWith("open/", StringComparison.Ordinal));
        var start = cluster.Simulator?.Requests.Count ?? 0;
        foreach (string[] arguments in new[] { new[] { "scan", "-o", "json" }, ["scan", "-n", "open", "-o", "json"], ["probe", pod, "-o", "json"] })
        {
            var run = await ScannerRun.AsAsync(cluster, TestUsers.Scan, arguments);
            Assert.True(run.Json.GetProperty("scan").GetProperty("complete").GetBoolean(), run.Output);
            Assert.DoesNotContain(run.Json.GetProperty("findings").EnumerateArray(), f => f.GetProperty("rule").GetString() == "ES502");
        }

        if (cluster.Simulator is { } server)
            Assert.Equal(UsedRights.Listed(RightUser.Scan), UsedRights.Of(server.Requests.Skip(start).Where(r => r.User == TestUsers.Scan.Name)));
    }

    private static async Task<bool> ServesPoliciesAsync(AdminClient admin)
    {
        using var response = await admin.Http.GetAsync(Policies + "validatingadmissionpolicies");
        return response.IsSuccessStatusCode;
    }

    private static Task LabelAsync(AdminClient admin, string? level) => admin.SendAsync(
        HttpMethod.Patch, "/api/v1/namespaces/psa-baseline", new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { [StoreChanges.Enforce] = level } } }, Merge, CancellationToken.None);

    private static async Task<List<string>> EventsAsync(AdminClient admin) =>
        [.. (await admin.GetAsync("/apis/events.k8s.io/v1/namespaces/default/events", CancellationToken.None))["items"]!.AsArray()
            .Select(e => $"{e!["type"]} {e["reason"]} {e["regarding"]!["name"]}")];

    // A server enforces a policy about a second after it has stored it.
    private static Task UntilEnforcedAsync(AdminClient fenced, string path) =>
        UntilAsync(async () => (await SendAsync(fenced, "PATCH", path, "{}", Merge)).Text.Contains("fence of ephemeral-scanner", StringComparison.Ordinal), "the fence");

    private static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        while (!await condition())
        {
            Assert.False(limit.IsCancellationRequested, $"waited in vain for {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
    }

    private static async Task<(HttpStatusCode Code, string Text)> SendAsync(AdminClient client, string method, string path, string? body, string type)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (!string.IsNullOrEmpty(body))
            request.Content = new StringContent(body, Encoding.UTF8, new System.Net.Http.Headers.MediaTypeHeaderValue(type));
        using var response = await client.Http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
