using System.Text.Json.Nodes;
using Scanner.Simulator;
using Scanner.Simulator.Admission;
using Scanner.Simulator.Api;
using Scanner.Simulator.Pods;
using Scanner.Simulator.Webhooks;

namespace Scanner.IntegrationTests;

/// <summary>The regular control shows that a namespace is meant to be protected only when the denial is about privilege.</summary>
public sealed class RegularControlTests
{
    private const string Hook = "https://127.0.0.1:1/hook";

    [Fact]
    public async Task Scan_PolicyDeniesEveryNewPod_IsNoGap() =>
        Assert.Equal("Unprotected - - Unknown", await VerdictAsync(_ => WebhookAnswer.Deny(403, "every pod needs limits")));

    [Fact]
    public async Task Scan_PolicyDeniesPrivilegedPods_IsAGap() =>
        Assert.Equal("Unprotected - - Denied", await VerdictAsync(request =>
            request.Object!.ToJsonString().Contains("\"privileged\":true", StringComparison.Ordinal) ? WebhookAnswer.Deny(403, "privileged") : WebhookAnswer.Allow()));

    private static async Task<string> VerdictAsync(WebhookHandler hook)
    {
        var options = new SimulatorOptions
        {
            Strategies = new Dictionary<string, IResourceStrategy> { ["/pods"] = new PodStrategy(KubernetesVersion.V1_36) },
            Admission = store => new AdmissionChain(store, new AdmissionPlugins().OnWebhook(Hook, hook), KubernetesVersion.V1_36),
        };
        await using var server = await SimulatedApiServer.StartAsync(options);
        server.Store.ApplyYaml("""
            {apiVersion: v1, kind: Namespace, metadata: {name: team}}
            """);
        server.Store.Apply(JsonNode.Parse("""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web","namespace":"team"},"spec":{"containers":[{"name":"app","image":"x"}]}}""")!.AsObject());
        server.Store.ApplyYaml($$"""
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingWebhookConfiguration
            metadata: {name: pods-only}
            webhooks:
            - name: pods-only.example.com
              admissionReviewVersions: [v1]
              sideEffects: None
              failurePolicy: Fail
              clientConfig: {url: "{{Hook}}"}
              rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
            """);
        var run = await ScannerRun.WithKubeconfigAsync(server.Kubeconfig(), "scan", "-n", "team", "-o", "json");
        return Assert.Single(run.Verdicts().Values);
    }
}
