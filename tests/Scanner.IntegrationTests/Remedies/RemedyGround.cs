using System.Text.Json.Nodes;
using Scanner.Core.Rbac.Facts;
using Scanner.IntegrationTests.Clusters;

namespace Scanner.IntegrationTests.Remedies;

/// <summary>The default namespace, which the sample cluster leaves alone, with pods, roles and bindings to try remedies on, and the server's own word on what is allowed there.</summary>
internal sealed class RemedyGround : IAsyncDisposable
{
    public const string Namespace = "default";
    public const string Wide = "fix-wide";
    public const string Source = "fix-source";
    public const string Label = "rbac.authorization.k8s.io/aggregate-to-edit";

    private const string Rbac = "/apis/rbac.authorization.k8s.io/v1";
    private const string Pods = $"/api/v1/namespaces/{Namespace}/pods";
    private const string Privileged = """{"spec":{"ephemeralContainers":[{"name":"x","image":"x","securityContext":{"privileged":true}}]}}""";

    private static readonly string[] s_guard =
    [
        $"/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings/deny-privileged-ephemeral-containers-{Namespace}",
        "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/deny-privileged-ephemeral-containers",
    ];

    private readonly AdminClient _admin;

    // Undone in the other order.
    private readonly Stack<string> _made = new();

    private RemedyGround(AdminClient admin) => _admin = admin;

    public static async Task<RemedyGround> LayAsync(TestCluster cluster, (string? Namespace, string Name, Subject[] Subjects)[] binds)
    {
        var ground = new RemedyGround(cluster.Admin());
        await ground.RelabelAsync();
        foreach (var pod in new[] { "web", "debugged" })
            await ground.MakeAsync(Pods, pod, $$$"""{"metadata":{"name":"{{{pod}}}"},"spec":{"containers":[{"name":"app","image":"x"}]}}""");
        const string Rule = """{"apiGroups":[""],"resources":["pods/ephemeralcontainers"],"verbs":["patch"]}""";
        await ground.MakeAsync($"{Rbac}/clusterroles", Wide, $$"""{"metadata":{"name":"{{Wide}}"},"rules":[{{Rule}}]}""");
        await ground.MakeAsync($"{Rbac}/clusterroles", Source, $$$"""{"metadata":{"name":"{{{Source}}}","labels":{"{{{Label}}}":"true"}},"rules":[{{{Rule}}}]}""");
        if (cluster.AdmissionPolicies)
        {
            await ground.MakeAsync(
                "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies", "fix-policy",
                """{"metadata":{"name":"fix-policy"},"spec":{"matchConstraints":{"resourceRules":[{"apiGroups":[""],"apiVersions":["v1"],"operations":["CREATE"],"resources":["pods"]}]},"validations":[{"expression":"true"}]}}""");
        }

        foreach (var (ns, name, subjects) in binds)
            await ground.BindAsync(ns, name, subjects);
        // What the test before has taken away, and what is given here, counts a moment later.
        await ground.UntilAsync(ground.IsOpenAsync);
        foreach (var (ns, _, subjects) in binds)
        {
            foreach (var subject in subjects)
                await ground.UntilAsync(() => ground.MayAsync(subject, ns ?? "open", "patch", "pods", "ephemeralcontainers"));
        }

        return ground;
    }

    /// <summary>What each may do where, as <c>SUBJECT VERB NAMESPACE</c>.</summary>
    public async Task<SortedSet<string>> RightsAsync(IReadOnlyList<Subject> subjects)
    {
        var rights = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var subject in subjects)
        {
            foreach (var ns in new[] { Namespace, "open", "" })
            {
                foreach (var (verb, resource, subresource) in new[] { ("patch", "pods", "ephemeralcontainers"), ("update", "pods", "ephemeralcontainers"), ("get", "pods", ""), ("patch", "pods", ""), ("create", "pods", ""), ("list", "secrets", ""), ("create", "rolebindings", "") })
                {
                    if (await MayAsync(subject, ns, verb, resource, subresource))
                        rights.Add($"{subject} {verb}{(subresource.Length > 0 || verb == "get" ? "" : " " + resource)} {ns}");
                }
            }
        }

        return rights;
    }

    /// <summary>A privileged ephemeral container would be admitted.</summary>
    public async Task<bool> IsOpenAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"{Pods}/web/ephemeralcontainers?dryRun=All");
        request.Content = new StringContent(Privileged, new System.Net.Http.Headers.MediaTypeHeaderValue("application/strategic-merge-patch+json"));
        using var response = await _admin.Http.SendAsync(request);
        return response.IsSuccessStatusCode;
    }

    /// <summary>The authorizer hears of a change a moment after it is stored.</summary>
    public async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await holds())
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        var wasGuarded = false;
        foreach (var path in s_guard)
        {
            using var answer = await _admin.Http.DeleteAsync(path);
            wasGuarded |= answer.IsSuccessStatusCode;
        }

        await RelabelAsync();
        // A server enforces for a moment what is deleted already, and a worker of the next test would see a protection and its loss.
        if (wasGuarded)
            await UntilAsync(IsOpenAsync);
        while (_made.TryPop(out var path))
            using (await _admin.Http.DeleteAsync(path + "?gracePeriodSeconds=0")) { }
        foreach (var (collection, prefix) in new[] { ($"{Rbac}/namespaces/{Namespace}/rolebindings", "add-ephemeral-containers-"), ($"{Rbac}/namespaces/{Namespace}/roles", "add-ephemeral-containers-") })
        {
            var list = await _admin.GetAsync(collection, CancellationToken.None);
            foreach (var name in list["items"]!.AsArray().Select(i => (string)i!["metadata"]!["name"]!).Where(n => n.StartsWith(prefix, StringComparison.Ordinal)))
                using (await _admin.Http.DeleteAsync($"{collection}/{name}")) { }
        }

        _admin.Dispose();
    }

    private async Task BindAsync(string? ns, string name, Subject[] subjects)
    {
        var list = new JsonArray();
        foreach (var subject in subjects)
        {
            list.Add(subject.Kind == SubjectKind.ServiceAccount
                ? new JsonObject { ["kind"] = "ServiceAccount", ["namespace"] = subject.Namespace, ["name"] = subject.Name }
                : new JsonObject { ["kind"] = subject.Kind.ToString(), ["apiGroup"] = "rbac.authorization.k8s.io", ["name"] = subject.Name });
        }

        var binding = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name },
            ["roleRef"] = new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "ClusterRole", ["name"] = Wide },
            ["subjects"] = list,
        };
        await MakeAsync(ns is null ? $"{Rbac}/clusterrolebindings" : $"{Rbac}/namespaces/{ns}/rolebindings", name, binding.ToJsonString());
        await UntilAsync(() => MayAsync(subjects[0], ns ?? "open", "patch", "pods", "ephemeralcontainers"));
    }

    private async Task MakeAsync(string collection, string name, string body)
    {
        var path = $"{collection}/{Uri.EscapeDataString(name)}";
        using (await _admin.Http.DeleteAsync(path + "?gracePeriodSeconds=0")) { }
        await _admin.SendAsync(HttpMethod.Post, collection, JsonNode.Parse(body), "application/json", CancellationToken.None);
        _made.Push(path);
    }

    private Task RelabelAsync() => _admin.SendAsync(
        HttpMethod.Patch, $"/api/v1/namespaces/{Namespace}",
        JsonNode.Parse("""{"metadata":{"labels":{"pod-security.kubernetes.io/enforce":null,"pod-security.kubernetes.io/warn":null}}}"""),
        "application/merge-patch+json", CancellationToken.None);

    private async Task<bool> MayAsync(Subject subject, string ns, string verb, string resource, string subresource)
    {
        var attributes = new JsonObject
        {
            ["verb"] = verb, ["resource"] = resource, ["subresource"] = subresource, ["namespace"] = ns,
            ["group"] = resource == "rolebindings" ? "rbac.authorization.k8s.io" : "",
        };
        var spec = new JsonObject { ["resourceAttributes"] = attributes, ["user"] = subject.UserName ?? "somebody" };
        if (subject.Kind == SubjectKind.Group)
            spec["groups"] = new JsonArray(subject.Name);
        var review = await _admin.SendAsync(
            HttpMethod.Post, "/apis/authorization.k8s.io/v1/subjectaccessreviews", new JsonObject { ["spec"] = spec }, "application/json", CancellationToken.None);
        return (bool)review["status"]!["allowed"]!;
    }
}
