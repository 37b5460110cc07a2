using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Scanner.IntegrationTests.Clusters;
using Scanner.Rights;

namespace Scanner.IntegrationTests.Rbac;

/// <summary>Gives a user of a cluster what the program prints.</summary>
internal static class GrantedRights
{
    public const string Api = "/apis/rbac.authorization.k8s.io/v1/";

    /// <summary>Exactly the rights of a person who scans.</summary>
    public static async Task GrantScanAsync(AdminClient admin)
    {
        await ApplyAsync(admin, Api, RightsManifest.Of(RightUser.Scan, "any"));
        await BindAsync(admin, "scan", "ClusterRole", "ephemeral-scanner-scan", TestUsers.Scan);
    }

    /// <summary>Documents in YAML, each to where its kind lives; strictly, as kubectl apply does it.</summary>
    public static async Task ApplyAsync(AdminClient admin, string root, string yaml)
    {
        foreach (var document in yaml.Split("---\n"))
        {
            var kind = Line(document, "kind: ").ToLowerInvariant();
            var plural = kind.EndsWith('y') ? kind[..^1] + "ies" : kind + "s";
            var place = document.Contains("\n  namespace: ", StringComparison.Ordinal) ? $"namespaces/{Line(document, "  namespace: ")}/" : "";
            using var content = new StringContent(document, Encoding.UTF8, new MediaTypeHeaderValue("application/apply-patch+yaml"));
            using var response = await admin.Http.PatchAsync($"{root}{place}{plural}/{Line(document, "  name: ")}?fieldManager=test&force=true&fieldValidation=Strict", content);
            Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        }
    }

    public static Task<JsonObject> BindAsync(AdminClient admin, string name, string kind, string role, TestUser user, string? ns = null) => admin.SendAsync(
        HttpMethod.Patch,
        $"{Api}{(ns is null ? "clusterrolebindings" : $"namespaces/{ns}/rolebindings")}/{name}?fieldManager=test&force=true",
        JsonNode.Parse($$"""{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"{{(ns is null ? "Cluster" : "")}}RoleBinding","metadata":{"name":"{{name}}"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"{{kind}}","name":"{{role}}"},"subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"User","name":"{{user.Name}}"}]}""")!,
        "application/apply-patch+yaml",
        CancellationToken.None);

    private static string Line(string document, string key) => document.Split('\n').First(l => l.StartsWith(key, StringComparison.Ordinal))[key.Length..];
}
