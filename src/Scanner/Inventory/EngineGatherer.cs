using System.Text.Json;
using Scanner.ApiServer;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Lists;
using Scanner.ApiServer.Transport;
using Scanner.Decoding.Objects;
using Scanner.Policies.Engines;

namespace Scanner.Inventory;

/// <summary>
/// Lists the Deployments of policy engines, whose images tell their versions. The right to do so is optional: without it a version is not
/// known, and that is all.
/// </summary>
/// <param name="turned">Called before each request; null for nothing.</param>
internal sealed class EngineGatherer(IApiServerReader cluster, Action? turned = null)
{
    /// <param name="objects">Webhook registrations among others, by which it is known where engines run.</param>
    /// <returns>What is kept of the Deployments; of namespaces where they may not be listed, nothing.</returns>
    public async Task<List<JsonElement>> GatherAsync(IEnumerable<JsonElement> objects, CancellationToken cancellationToken)
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

        return kept;
    }
}
