using System.Text.Json.Nodes;
using Scanner.IntegrationTests.Clusters;

namespace Scanner.IntegrationTests.Worker;

/// <summary>What a server that will be restarted needs: a plain account for the worker, and a kind that only discovery tells of.</summary>
internal static class RestartableCluster
{
    private static readonly string[] s_rights =
    [
        """
        {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"restart-worker"},"rules":[
        {"apiGroups":[""],"resources":["namespaces","serviceaccounts"],"verbs":["get","list","watch"]},
        {"apiGroups":[""],"resources":["pods"],"verbs":["get","list","watch","create"]},
        {"apiGroups":[""],"resources":["pods/ephemeralcontainers"],"verbs":["patch"]},
        {"apiGroups":["rbac.authorization.k8s.io","admissionregistration.k8s.io","kyverno.io"],"resources":["*"],"verbs":["list","watch"]}]}
        """,
        """
        {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"restart-worker"},
        "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"restart-worker"},
        "subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"User","name":"eve"}]}
        """,
    ];

    private const string Engine = """
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"clusterpolicies.kyverno.io"},
        "spec":{"group":"kyverno.io","scope":"Cluster","names":{"plural":"clusterpolicies","singular":"clusterpolicy","kind":"ClusterPolicy"},
        "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}]}}
        """;

    /// <summary>Gives eve a worker's rights, and waits until the kind is served.</summary>
    public static async Task PrepareAsync(TestCluster cluster)
    {
        using var admin = cluster.Admin();
        foreach (var manifest in s_rights)
        {
            var obj = JsonNode.Parse(manifest)!;
            var resource = obj["kind"]!.GetValue<string>().ToLowerInvariant() + "s";
            await admin.SendAsync(HttpMethod.Post, $"/apis/rbac.authorization.k8s.io/v1/{resource}", obj, "application/json", CancellationToken.None);
        }

        await admin.SendAsync(
            HttpMethod.Post, "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", JsonNode.Parse(Engine), "application/json", CancellationToken.None);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            using var served = await admin.Http.GetAsync("/apis/kyverno.io/v1/clusterpolicies", limit.Token);
            if (served.IsSuccessStatusCode)
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, limit.Token);
        }
    }
}
