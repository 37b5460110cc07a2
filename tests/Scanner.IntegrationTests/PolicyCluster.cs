using System.Text.Json.Nodes;
using Scanner.Simulator;
using Scanner.Simulator.Admission;
using Scanner.Simulator.Api;
using Scanner.Simulator.Pods;
using Scanner.Simulator.Webhooks;

namespace Scanner.IntegrationTests;

/// <summary>A simulated cluster of one namespace whose pods, new and changed, one webhook judges.</summary>
internal static class PolicyCluster
{
    public const string Namespace = "team";

    private const string Hook = "https://127.0.0.1:1/hook";

    /// <param name="hook">Called <c>pods.example.com</c>.</param>
    /// <param name="pods">As JSON, without apiVersion and kind; they are there before the webhook.</param>
    public static async Task<SimulatedApiServer> StartAsync(WebhookHandler hook, params IEnumerable<string> pods)
    {
        var options = new SimulatorOptions
        {
            Strategies = new Dictionary<string, IResourceStrategy> { ["/pods"] = new PodStrategy(KubernetesVersion.V1_36) },
            Admission = store => new AdmissionChain(store, new AdmissionPlugins().OnWebhook(Hook, hook), KubernetesVersion.V1_36),
        };
        var server = await SimulatedApiServer.StartAsync(options);
        server.Store.ApplyYaml($$"""
            {apiVersion: v1, kind: Namespace, metadata: {name: {{Namespace}} } }
            """);
        foreach (var pod in pods.Select(p => JsonNode.Parse(p)!.AsObject()))
        {
            (pod["apiVersion"], pod["kind"]) = ("v1", "Pod");
            pod["metadata"]!["namespace"] = Namespace;
            server.Store.Apply(pod);
        }

        server.Store.ApplyYaml($$"""
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingWebhookConfiguration
            metadata: {name: pods}
            webhooks:
            - name: pods.example.com
              admissionReviewVersions: [v1]
              sideEffects: None
              failurePolicy: Fail
              clientConfig: {url: "{{Hook}}"}
              rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [pods, pods/ephemeralcontainers]}]
            """);
        return server;
    }
}
