using System.Text.Json;
using Scanner.ApiServer;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Lists;
using Scanner.ApiServer.Transport;
using Scanner.Core.Posture;
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
    private readonly List<ScanError> _errors = [];

    /// <summary>What went wrong, beside rights that are missing: the answer would have told something.</summary>
    public IReadOnlyCollection<ScanError> Errors => _errors;

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
            var answer = await cluster.ListAsync(request, new WholeObjectReader(EngineDeployments.Group + "/v1", EngineDeployments.Kind), list, cancellationToken);
            if (answer is ApiAnswer<ListResult>.Ok)
                kept.AddRange(list.Items.Select(EngineDeployments.Kept).OfType<JsonElement>());
            else if (answer is not ApiAnswer<ListResult>.Refused { Status.Code: 403 or 404 })
                _errors.Add(new ScanError(ScanStep.List("deployments", ns), answer.Describe()));
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
        switch (await cluster.GetAsync(ResourcePath.Core("configmaps", ns, name), new WholeObjectReader("v1", "ConfigMap"), cancellationToken))
        {
            case ApiAnswer<JsonElement>.Ok { Value: var map }:
                return map;
            case ApiAnswer<JsonElement>.Refused { Status: { Code: 404, IsNotServed: false, Untyped: false } } when isNamed:
                return KyvernoConfigMap.Empty(ns, name);
            case ApiAnswer<JsonElement>.Refused { Status.Code: 403 or 404 }:
                return null;
            case var answer:
                _errors.Add(new ScanError(ScanStep.Get($"configmap {ns}/{name}"), answer.Describe()));
                return null;
        }
    }
}
