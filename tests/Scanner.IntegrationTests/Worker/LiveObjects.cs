using System.Text.Json.Nodes;
using Scanner.IntegrationTests.Clusters;

namespace Scanner.IntegrationTests.Worker;

/// <summary>Objects that a test puts on a shared cluster, and takes away again.</summary>
internal sealed class LiveObjects(TestCluster cluster) : IAsyncDisposable
{
    private const string Json = "application/json";

    private readonly AdminClient _admin = cluster.Admin();
    private readonly Stack<string> _created = new();

    /// <summary>The name of the test's own namespace, and the value of its label <c>live</c>.</summary>
    public string Namespace { get; } = "live-" + Random.Shared.GetHexString(8, lowercase: true);

    /// <param name="level">Of Pod Security; null for none.</param>
    public Task CreateNamespaceAsync(string? level) => CreateAsync(
        "/api/v1/namespaces",
        $$$"""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"{{{Namespace}}}","labels":{"live":"{{{Namespace}}}" {{{(level is null ? "" : $",\"pod-security.kubernetes.io/enforce\":\"{level}\"")}}} } } }""");

    public Task CreatePodAsync() => CreateAsync(
        $"/api/v1/namespaces/{Namespace}/pods",
        """
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"web"},"spec":{"securityContext":{"runAsNonRoot":true,"seccompProfile":{"type":"RuntimeDefault"}},
        "containers":[{"name":"web","image":"web","securityContext":{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]}}}]}}
        """);

    public Task RemoveLevelAsync() => SetLevelAsync(null);

    /// <param name="level">Of Pod Security; null for none.</param>
    public Task SetLevelAsync(string? level) => _admin.SendAsync(
        HttpMethod.Patch,
        $"/api/v1/namespaces/{Namespace}",
        new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["pod-security.kubernetes.io/enforce"] = level } } },
        "application/merge-patch+json",
        CancellationToken.None);

    /// <summary>A webhook that must be asked about the namespace's ephemeral containers, and that nobody answers for.</summary>
    public Task CreateDeadWebhookAsync() => CreateAsync(
        "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations",
        $$$"""
        {"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingWebhookConfiguration","metadata":{"name":"{{{Namespace}}}"},
        "webhooks":[{"name":"live.scenario.test","admissionReviewVersions":["v1"],"sideEffects":"None","failurePolicy":"Fail","timeoutSeconds":1,
        "clientConfig":{"url":"https://127.0.0.1:1/"},"namespaceSelector":{"matchLabels":{"live":"{{{Namespace}}}"} },
        "rules":[{"apiGroups":[""],"apiVersions":["v1"],"operations":["UPDATE"],"resources":["pods/ephemeralcontainers"]}]}]}
        """);

    /// <summary>Has a policy of the sample cluster, which denies privileged containers, hold for the namespace too.</summary>
    public Task CreateBindingAsync() => CreateAsync(
        "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings",
        $$$"""
        {"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingAdmissionPolicyBinding","metadata":{"name":"{{{Namespace}}}"},
        "spec":{"policyName":"no-privileged","validationActions":["Deny"],"matchResources":{"namespaceSelector":{"matchLabels":{"live":"{{{Namespace}}}"} } } } }
        """);

    /// <summary>Deletes what was created last and is still there.</summary>
    public async Task DeleteLastAsync()
    {
        var path = _created.Pop();
        // A pod of no node needs no time to end; a server without nodes would wait for one to say so.
        await _admin.SendAsync(HttpMethod.Delete, path, JsonNode.Parse("""{"apiVersion":"v1","kind":"DeleteOptions","gracePeriodSeconds":0}"""), Json, CancellationToken.None);
        if (path.StartsWith("/api/v1/namespaces/", StringComparison.Ordinal) && path.EndsWith(Namespace, StringComparison.Ordinal) && cluster.Simulator is null)
            await FinalizeAsync(path);
    }

    public async ValueTask DisposeAsync()
    {
        while (_created.Count > 0)
            await DeleteLastAsync();
        _admin.Dispose();
    }

    // What the controller manager does when a namespace is empty; this server has none.
    private async Task FinalizeAsync(string path)
    {
        var ns = await _admin.GetAsync(path, CancellationToken.None);
        ns["spec"]!["finalizers"] = new JsonArray();
        await _admin.SendAsync(HttpMethod.Put, path + "/finalize", ns, Json, CancellationToken.None);
    }

    private async Task CreateAsync(string collection, string manifest)
    {
        var obj = JsonNode.Parse(manifest)!;
        await _admin.SendAsync(HttpMethod.Post, collection, obj, Json, CancellationToken.None);
        _created.Push($"{collection}/{obj["metadata"]!["name"]}");
    }
}
