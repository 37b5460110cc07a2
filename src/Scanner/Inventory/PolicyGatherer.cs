using System.Collections.Immutable;
using System.Text.Json;
using Scanner.ApiServer;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Discovery;
using Scanner.ApiServer.Lists;
using Scanner.ApiServer.Transport;
using Scanner.Core.Cluster;
using Scanner.Core.Posture;
using Scanner.Core.Remedies;
using Scanner.Decoding.Objects;

namespace Scanner.Inventory;

/// <summary>
/// Lists the objects that decide about admission, of the kinds that the server serves. A list that fails becomes an error and leaves the
/// others alone.
/// </summary>
/// <param name="turned">Called before each request; null for nothing.</param>
internal sealed class PolicyGatherer(IApiServerReader cluster, Action? turned = null)
{
    private readonly List<JsonElement> _objects = [];
    private readonly HashSet<(string Group, string Kind)> _read = [];
    private readonly HashSet<(string Group, string Kind)> _unread = [];
    private readonly HashSet<(string Group, string Resource)> _listed = [];
    private readonly HashSet<(string Group, string Kind)> _parameters = [];
    private ImmutableHashSet<(string Group, string Kind)> _failedParameters = [];
    private readonly ImmutableArray<ScanError>.Builder _errors = ImmutableArray.CreateBuilder<ScanError>();
    private readonly ImmutableArray<MissingPermission>.Builder _missing = ImmutableArray.CreateBuilder<MissingPermission>();

    public async Task<PolicyInventory> GatherAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ListAllAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return PolicyInventory.None;
        }

        return new PolicyInventory([.. _objects], [.. _read], [.. _unread], _errors.ToImmutable(), _missing.ToImmutable())
        {
            Listed = [.. _listed],
            Parameters = [.. _parameters],
            FailedParameters = _failedParameters,
        };
    }

    private async Task ListAllAsync(CancellationToken cancellationToken)
    {
        turned?.Invoke();
        var answer = await cluster.GetGroupsAsync(cancellationToken);
        // What has no groups has no policies either: a very narrow proxy, or none of the servers that are meant.
        if (answer is ApiAnswer<ImmutableArray<ApiGroup>>.Refused { Status.IsNotServed: true })
            return;
        if (answer is not ApiAnswer<ImmutableArray<ApiGroup>>.Ok { Value: var groups })
        {
            _errors.Add(new ScanError(ScanStep.List("API groups"), answer.Describe()));
            _unread.UnionWith(AdmissionKinds.All.Select(k => (k.Group, k.Kind)));
            return;
        }

        foreach (var group in groups.Where(g => AdmissionKinds.IsGroup(g.Name)))
        {
            // The first version is the one that the server prefers; a later one may have resources that the first has not.
            foreach (var version in group.Versions)
                await ListGroupAsync(group.Name, version, cancellationToken);
        }

        var parameters = new ParameterGatherer(cluster, turned);
        var (values, kinds) = await parameters.GatherAsync(ParameterReferences.Of(_objects).Where(p => !_read.Contains((p.Group, p.Kind))), cancellationToken);
        _objects.AddRange(values);
        _parameters.UnionWith(kinds);
        _failedParameters = [.. parameters.Failed];
        var engines = new EngineGatherer(cluster, turned);
        _objects.AddRange(await engines.GatherAsync(_objects, cancellationToken));
        _errors.AddRange(engines.Errors);
        var backends = new BackendGatherer(cluster, turned);
        if (await backends.GatherAsync(BackendGatherer.Services(_objects), cancellationToken) is { } endpoints)
        {
            _objects.AddRange(endpoints);
            _read.Add((BackendGatherer.Group, BackendGatherer.Kind));
        }

        _errors.AddRange(backends.Errors);
        _missing.AddRange(backends.Missing);
    }

    private async Task ListGroupAsync(string group, string version, CancellationToken cancellationToken)
    {
        turned?.Invoke();
        var answer = await cluster.GetResourcesAsync(group, version, cancellationToken);
        if (answer is not ApiAnswer<ImmutableArray<ApiResource>>.Ok { Value: var resources })
        {
            _errors.Add(new ScanError(ScanStep.List($"resources of {group}/{version}"), answer.Describe()));
            _unread.UnionWith(AdmissionKinds.All.Where(k => k.Group == group).Select(k => (k.Group, k.Kind)));
            return;
        }

        foreach (var resource in resources.Where(r => AdmissionKinds.Find(group, r.Name) is not null && r.Verbs.Contains("list")))
        {
            if (!_read.Add((group, resource.Kind)))
                continue;
            if (await ListAsync(new ListRequest(new ResourcePath(group, version, resource.Name)), resource.Kind, cancellationToken) is not { } failure)
            {
                _listed.Add((group, resource.Name));
                continue;
            }

            _unread.Add((group, resource.Kind));
            // A verdict rests on the probe. Who may not read policies learns less of the reasons, and that is said by name.
            if (failure is ApiAnswer<ListResult>.Refused { Status.IsForbidden: true })
                _missing.Add(new MissingPermission("list", resource.Name, null, group));
            else
                _errors.Add(new ScanError(ScanStep.List(resource.Name), failure.Describe()));
        }
    }

    /// <returns>Null when the list is whole; else why not.</returns>
    private async Task<ApiAnswer<ListResult>?> ListAsync(ListRequest request, string kind, CancellationToken cancellationToken)
    {
        turned?.Invoke();
        var list = new CollectedList<JsonElement>();
        var (group, version) = (request.Path.Group, request.Path.Version);
        var reader = new WholeObjectReader(group.Length == 0 ? version : $"{group}/{version}", kind);
        var answer = await cluster.ListAsync(request, reader, list, cancellationToken);
        _objects.AddRange(list.Items);
        return answer is ApiAnswer<ListResult>.Ok ? null : answer;
    }
}
