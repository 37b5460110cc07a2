using System.Collections.Immutable;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Scanner.Simulator.Admission;
using Scanner.Simulator.Webhooks;

namespace Scanner.Simulator.Scenario;

/// <summary>The sample cluster: namespaces with one situation each, pods, policies, webhooks and RBAC, and the writes that create it.</summary>
public static class SampleCluster
{
    /// <summary>The namespaces in the order in which they explain themselves best.</summary>
    public static ImmutableArray<ScenarioSituation> Situations { get; } =
    [
        new("open", "nothing guards the namespace"),
        new("psa-privileged", "Pod Security enforces the level that allows everything"),
        new("psa-baseline", "Pod Security enforces baseline"),
        new("psa-restricted", "Pod Security enforces restricted"),
        new("psa-pinned", "Pod Security enforces baseline as of v1.25"),
        new("psa-warn", "Pod Security only warns and audits"),
        new("psa-late", "baseline was enforced after a privileged pod had started"),
        new("vap-deny", "an admission policy denies privileged containers of every kind"),
        new("vap-gap", "an admission policy never sees the ephemeral containers request"),
        new("vap-audit", "an admission policy only audits"),
        new("vap-warn", "an admission policy only warns"),
        new("vap-error", "an admission policy fails on pods without ephemeral containers"),
        new("hook-deny", "a webhook denies privileged containers of every kind"),
        new("hook-blind", "a webhook is asked, but never reads ephemeral containers"),
        new("hook-gap", "a webhook is never asked about ephemeral containers"),
        new("hook-deny-ephemeral", "a webhook denies every ephemeral container"),
        new("hook-strip", "a webhook removes the privileged flag and lets the container in"),
        new("hook-warn", "a webhook only warns"),
        new("hook-down-fail", "a webhook is down and fails closed"),
        new("hook-down-ignore", "a webhook is down and fails open"),
        new("hook-timeout-fail", "a webhook does not answer in time and fails closed"),
        new("hook-error-fail", "a webhook answers with an error and fails closed"),
        new("static-only", "only a mirror pod, which cannot be debugged"),
        new("finished", "only a pod that has finished"),
        new("terminating-pod", "only a pod that is being deleted"),
        new("windows", "only a Windows pod, where privileged does not exist"),
        new("debugged", "a pod that holds a running privileged ephemeral container"),
        new("empty", "no pods at all"),
    ];

    /// <summary>What the manifests do not say: labels set late, statuses, a deletion, debug containers. To be written after them, in order.</summary>
    public static ImmutableArray<ScenarioWrite> Steps { get; } =
    [
        Merge("/api/v1/namespaces/psa-late", "kubectl-label", """{"metadata":{"labels":{"pod-security.kubernetes.io/enforce":"baseline"}}}"""),
        Merge("/api/v1/namespaces/finished/pods/web/status", "kubectl-patch", """{"status":{"phase":"Succeeded"}}"""),
        Merge("/api/v1/namespaces/terminating-pod/pods/web", "kubectl-patch", """{"metadata":{"finalizers":["scenario.test/hold"]}}"""),
        new(HttpMethod.Delete, "/api/v1/namespaces/terminating-pod/pods/web?gracePeriodSeconds=0"),
        new(
            HttpMethod.Patch,
            "/api/v1/namespaces/debugged/pods/web/ephemeralcontainers?fieldManager=kubectl-debug",
            "application/strategic-merge-patch+json",
            Json("""
                {"spec":{"ephemeralContainers":[
                  {"name":"debugger-old","image":"busybox:1.28","command":["sh"],"stdin":true,"tty":true,"targetContainerName":"app"},
                  {"name":"debug","image":"busybox","tty":true,"securityContext":{"privileged":true,"allowPrivilegeEscalation":true}}]}}
                """)),
        Merge("/api/v1/namespaces/debugged/pods/web/status", "kubectl-patch", """
            {"status":{"phase":"Running","ephemeralContainerStatuses":[
              {"name":"debugger-old","image":"busybox:1.28","imageID":"","ready":false,"restartCount":0,"lastState":{},
               "state":{"terminated":{"exitCode":0,"reason":"Completed","startedAt":"2026-11-20T10:00:00Z","finishedAt":"2026-11-20T10:05:00Z"}}},
              {"name":"debug","image":"busybox","imageID":"","ready":false,"restartCount":0,"lastState":{},
               "state":{"running":{"startedAt":"2026-11-21T08:00:00Z"}}}]}}
            """),
    ];

    /// <summary>The objects of the sample cluster, in the order in which they must be created.</summary>
    public static IReadOnlyList<JsonObject> Manifests(ScenarioOptions options)
    {
        var assembly = typeof(SampleCluster).Assembly;
        List<JsonObject> objects = [];
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.EndsWith(".yaml", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var yaml = reader.ReadToEnd()
                .Replace("@CA@", options.CaBundleBase64, StringComparison.Ordinal)
                .Replace("127.0.0.1:19443/", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{options.HookPort}/"), StringComparison.Ordinal)
                .Replace("127.0.0.1:19499/", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{options.DownPort}/"), StringComparison.Ordinal);
            objects.AddRange(Objects.YamlText.Objects(yaml));
        }

        foreach (var policy in objects.Where(IsAdmissionPolicy))
            policy["apiVersion"] = "admissionregistration.k8s.io/" + options.AdmissionPolicies;
        return options.AdmissionPolicies is null ? [.. objects.Where(o => !IsAdmissionPolicy(o))] : objects;
    }

    /// <summary>Every write, in order: the manifests, then <see cref="Steps"/>.</summary>
    public static IEnumerable<ScenarioWrite> Writes(ScenarioOptions options) =>
        Manifests(options).Select(o => new ScenarioWrite(HttpMethod.Post, CollectionPath(o) + "?fieldManager=kubectl-client-side-apply", "application/json", o)).Concat(Steps);

    /// <summary>Writes the sample cluster to a server; what exists already is left as it is.</summary>
    /// <param name="client">Authenticated as an administrator, its base address the server's.</param>
    /// <exception cref="HttpRequestException">A write is refused; the message holds the server's answer.</exception>
    public static async Task ApplyAsync(HttpClient client, ScenarioOptions options, CancellationToken cancellationToken)
    {
        foreach (var write in Writes(options))
        {
            using var request = new HttpRequestMessage(write.Method, write.Path);
            if (write is { Body: { } body, ContentType: { } type })
                request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString())) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
            using var response = await client.SendAsync(request, cancellationToken);
            if (response.IsSuccessStatusCode || (write.Method == HttpMethod.Post && response.StatusCode == System.Net.HttpStatusCode.Conflict))
                continue;
            var answer = await response.Content.ReadAsStringAsync(cancellationToken);
            throw new HttpRequestException($"{write.Method} {write.Path}: {(int)response.StatusCode} {answer}", inner: null, response.StatusCode);
        }
    }

    /// <summary>Plugs in what the sample cluster's webhooks and admission policies answer.</summary>
    public static AdmissionPlugins Register(AdmissionPlugins plugins, ScenarioOptions? options = null) =>
        ScenarioPolicies.Register(ScenarioWebhooks.Register(plugins, (options ?? new ScenarioOptions()).HookPort));

    private static string CollectionPath(JsonObject obj)
    {
        var apiVersion = obj.Text("apiVersion")!;
        var root = apiVersion.Contains('/', StringComparison.Ordinal) ? "/apis/" : "/api/";
        var kind = obj.Text("kind")!.ToLowerInvariant();
        var resource = kind.EndsWith('y') ? kind[..^1] + "ies" : kind + "s";
        var ns = obj.Object("metadata").Text("namespace") is { } name ? $"/namespaces/{name}" : "";
        return $"{root}{apiVersion}{ns}/{resource}";
    }

    private static bool IsAdmissionPolicy(JsonObject obj) => obj.Text("kind") is "ValidatingAdmissionPolicy" or "ValidatingAdmissionPolicyBinding";

    private static ScenarioWrite Merge(string path, string manager, string body) =>
        new(HttpMethod.Patch, $"{path}?fieldManager={manager}", "application/merge-patch+json", Json(body));

    private static JsonObject Json(string json) => JsonNode.Parse(json)!.AsObject();
}
