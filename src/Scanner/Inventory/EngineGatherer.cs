using System.Text.Json;
using Scanner.ApiServer;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Lists;
using Scanner.ApiServer.Transport;
using Scanner.Decoding.Objects;
using Scanner.Policies.Engines;

namespace Scanner.Inventory;

/// <summary>
/// Lists the Deployments of policy engines, whose images tell their versions, and gets the ConfigMap of Kyverno. The rights to do so are optional:
/// without them a version is not known, and without the ConfigMap not whether Kyverno judges what its policies would deny.
/// </summary>
/// <param name="turned">Called before each request; null for nothing.</param>
internal sealed class EngineGatherer(IApiServerReader cluster, Action? turned = null)
{
    /// <param name="objects">Webhook registrations among others, by which it is known where engines run.</param>
    /// <returns>What is kept of the Deployments, of namespaces where they may not be listed nothing; and the ConfigMap where it may be read.</returns>
    public async Task<List<JsonElement>> GatherAsync(IReadOnlyCollection<JsonElement> objects, CancellationToken cancellationToken)
    {
        var kept = new List<JsonElement>();
        foreach (var ns in EngineDeployments.Namespaces(objects))
        {
            turned?.Invoke();
            var list = new CollectedList<JsonElement>();
            var request = new ListRequest(new ResourcePath(EngineDeployments.Group, "v1", "deployments", ns));
            if (await cluster.ListAsync(request, new WholeObjectReader(EngineDeployments.Group + "/v1", EngineDeployments.Kind), list, cancellationToken) is ApiAnswer<ListResult>.Ok)
                kept.AddRange(list.Items.Select(EngineDeployments.Kept).OfType<JsonElement>());
        }

        var isNamed = KyvernoConfigMap.Named(kept) is not null;
        foreach (var (ns, name) in KyvernoConfigMap.Places([.. objects, .. kept]))
        {
            if (await ConfigMapAsync(ns, name, isNamed, cancellationToken) is { } map)
                kept.Add(map);
        }

        return kept;
    }

    /// <param name="isNamed">By a Deployment, so that it is the one: where it is not there Kyverno has no settings. Another one may have another name.</param>
    private async Task<JsonElement?> ConfigMapAsync(string ns, string name, bool isNamed, CancellationToken cancellationToken)
    {
        turned?.Invoke();
        return await cluster.GetAsync(ResourcePath.Core("configmaps", ns, name), new WholeObjectReader("v1", "ConfigMap"), cancellationToken) switch
        {
            ApiAnswer<JsonElement>.Ok { Value: var map } => map,
            ApiAnswer<JsonElement>.Refused { Status: { Code: 404, IsNotServed: false } } when isNamed => KyvernoConfigMap.Empty(ns, name),
            _ => null,
        };
    }
}
