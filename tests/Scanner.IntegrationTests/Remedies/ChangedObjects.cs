using System.Text.Json.Nodes;
using Scanner.IntegrationTests.Clusters;

namespace Scanner.IntegrationTests.Remedies;

/// <summary>The namespaces and what decides about admission as they were, to be put back: other tests share the cluster.</summary>
internal sealed class ChangedObjects : IAsyncDisposable
{
    private const string Policies = "/apis/admissionregistration.k8s.io/v1/";

    private readonly AdminClient _admin;
    private readonly Dictionary<string, Dictionary<string, JsonObject>> _before = [];

    private ChangedObjects(AdminClient admin) => _admin = admin;

    public static async Task<ChangedObjects> RememberAsync(TestCluster cluster)
    {
        var objects = new ChangedObjects(cluster.Admin());
        string[] kinds = ["/api/v1/namespaces", Policies + "validatingwebhookconfigurations"];
        foreach (var path in cluster.AdmissionPolicies ? [.. kinds, Policies + "validatingadmissionpolicies", Policies + "validatingadmissionpolicybindings"] : kinds)
            objects._before[path] = await objects.ListAsync(path);
        return objects;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (path, before) in _before)
        {
            foreach (var (name, now) in await ListAsync(path))
            {
                if (!before.TryGetValue(name, out var then))
                    await _admin.SendAsync(HttpMethod.Delete, $"{path}/{name}", null, "application/json", CancellationToken.None);
                else if (Text(then) != Text(now))
                    await PutAsync($"{path}/{name}", then, now);
            }
        }

        _admin.Dispose();
    }

    private async Task PutAsync(string path, JsonObject then, JsonObject now)
    {
        var item = then.DeepClone();
        item["metadata"]!["resourceVersion"] = now["metadata"]!["resourceVersion"]!.DeepClone();
        await _admin.SendAsync(HttpMethod.Put, path, item, "application/json", CancellationToken.None);
    }

    private async Task<Dictionary<string, JsonObject>> ListAsync(string path) =>
        (await _admin.GetAsync(path, CancellationToken.None))["items"]!.AsArray().ToDictionary(i => (string)i!["metadata"]!["name"]!, i => i!.DeepClone().AsObject());

    private static string Text(JsonObject item) => $"{item["metadata"]!["labels"]?.ToJsonString()} {item["spec"]?.ToJsonString()} {item["webhooks"]?.ToJsonString()}";
}
