using System.Text.Json.Nodes;
using Scanner.IntegrationTests.Clusters;

namespace Scanner.IntegrationTests.Remedies;

/// <summary>Namespaces, RBAC and what decides about admission as they were, to be put back: other tests share the cluster.</summary>
internal sealed class ChangedObjects : IAsyncDisposable
{
    private const string Policies = "/apis/admissionregistration.k8s.io/v1/";
    private const string Rbac = "/apis/rbac.authorization.k8s.io/v1/";

    private readonly AdminClient _admin;
    private readonly Dictionary<string, Dictionary<string, JsonObject>> _before = [];

    private ChangedObjects(AdminClient admin) => _admin = admin;

    public static Task<ChangedObjects> RememberAsync(TestCluster cluster)
    {
        string[] kinds = ["/api/v1/namespaces", Policies + "validatingwebhookconfigurations"];
        return RememberAsync(cluster, cluster.AdmissionPolicies ? [.. kinds, Policies + "validatingadmissionpolicies", Policies + "validatingadmissionpolicybindings"] : kinds);
    }

    public static Task<ChangedObjects> RememberRbacAsync(TestCluster cluster) =>
        RememberAsync(cluster, [Rbac + "roles", Rbac + "clusterroles", Rbac + "rolebindings", Rbac + "clusterrolebindings"]);

    public async ValueTask DisposeAsync()
    {
        foreach (var (path, before) in _before)
        {
            var after = await ListAsync(path);
            foreach (var (place, now) in after)
            {
                if (!before.TryGetValue(place, out var then))
                    await _admin.SendAsync(HttpMethod.Delete, place, null, "application/json", CancellationToken.None);
                else if (Text(then) != Text(now))
                    await PutAsync(place, then, now);
            }

            foreach (var (place, then) in before.Where(b => !after.ContainsKey(b.Key)))
                await PostAsync(place[..place.LastIndexOf('/')], then);
        }

        _admin.Dispose();
    }

    private static async Task<ChangedObjects> RememberAsync(TestCluster cluster, IEnumerable<string> paths)
    {
        var objects = new ChangedObjects(cluster.Admin());
        foreach (var path in paths)
            objects._before[path] = await objects.ListAsync(path);
        return objects;
    }

    private async Task PutAsync(string place, JsonObject then, JsonObject now)
    {
        var item = then.DeepClone();
        item["metadata"]!["resourceVersion"] = now["metadata"]!["resourceVersion"]!.DeepClone();
        await _admin.SendAsync(HttpMethod.Put, place, item, "application/json", CancellationToken.None);
    }

    private async Task PostAsync(string path, JsonObject then)
    {
        var item = then.DeepClone();
        foreach (var ofServer in new[] { "uid", "resourceVersion", "creationTimestamp", "managedFields" })
            item["metadata"]!.AsObject().Remove(ofServer);
        await _admin.SendAsync(HttpMethod.Post, path, item, "application/json", CancellationToken.None);
    }

    /// <summary>By path.</summary>
    private async Task<Dictionary<string, JsonObject>> ListAsync(string path) =>
        (await _admin.GetAsync(path, CancellationToken.None))["items"]!.AsArray().ToDictionary(i => Place(path, i!["metadata"]!), i => i!.DeepClone().AsObject());

    private static string Place(string path, JsonNode metadata)
    {
        var (ns, at) = ((string?)metadata["namespace"], path.LastIndexOf('/'));
        return $"{path[..at]}/{(ns is null ? "" : $"namespaces/{ns}/")}{path[(at + 1)..]}/{Uri.EscapeDataString((string)metadata["name"]!)}";
    }

    // What gathers the rules of others follows those.
    private static string Text(JsonObject item) =>
        $"{item["metadata"]!["labels"]?.ToJsonString()} {item["spec"]?.ToJsonString()} {item["webhooks"]?.ToJsonString()} {item["subjects"]?.ToJsonString()} {(item["aggregationRule"] is null ? item["rules"]?.ToJsonString() : "")}";
}
