using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Scanner.ApiServer;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Discovery;
using Scanner.ApiServer.Reflectors;
using Scanner.Core.Cluster;
using Scanner.Core.Posture;
using Scanner.Inventory;
using Scanner.Reviews;
using Scanner.Worker.Caches;

namespace Scanner.Worker.Policies;

/// <summary>Reads the objects that policies are made of. Not for concurrent use.</summary>
/// <param name="turned">Called before each request.</param>
internal sealed class PolicySource(IApiServerReader cluster, ClusterWatch watch, Action turned)
{
    private ImmutableArray<(string Namespace, string Name)> _services = [];
    private string? _backends;
    private ImmutableArray<ParameterKind> _parameters = [];
    private ImmutableArray<ParameterKind> _failed = [];
    private string? _values;
    private string? _version;

    /// <returns>
    /// What was read, and why that is not all of what there is; null when it is. A server that has just started refuses what it will give in a
    /// moment, and does not name all that it serves.
    /// </returns>
    public async Task<(PolicyObjectsRead Read, ScanError? Trouble)> ReadAsync(CancellationToken cancellationToken)
    {
        turned();
        if (await cluster.GetVersionAsync(cancellationToken) is ApiAnswer<ServerVersion>.Ok { Value: var version })
            _version = version.GitVersion;
        var inventory = await new PolicyGatherer(cluster, turned).GatherAsync(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        _services = BackendGatherer.Services(inventory.Objects);
        _backends = inventory.Read.Contains((BackendGatherer.Group, BackendGatherer.Kind)) ? Fingerprint(inventory.Objects.Where(o => KindOf(o) == BackendGatherer.Kind)) : null;
        var parameters = ParameterReferences.Of(inventory.Objects).ToList();
        _parameters = [.. parameters.Where(p => inventory.Parameters.Contains((p.Group, p.Kind)))];
        _failed = [.. parameters.Where(p => inventory.FailedParameters.Contains((p.Group, p.Kind)))];
        _values = Fingerprint(inventory.Objects.Where(o => _parameters.Any(p => IsOf(o, p))));
        var read = new PolicyObjectsRead(inventory, _version ?? "", Fingerprint(inventory.Objects) + string.Join(' ', inventory.UnreadNames) + string.Join(' ', inventory.Missing) + _version);
        return (read, Missing(inventory));
    }

    /// <summary>Whether those that answer webhooks are others than they were, which nothing but a look tells.</summary>
    public async Task<bool> HaveBackendsChangedAsync(CancellationToken cancellationToken)
    {
        if (_services.IsEmpty)
            return false;
        var found = await new BackendGatherer(cluster, turned).GatherAsync(_services, cancellationToken);
        return found is not null && Fingerprint(found) != _backends;
    }

    /// <summary>
    /// Whether the objects that admission policies take as parameters are others than they were. They may be of any kind, which costs a right and a
    /// watch each, and change rarely: a look is one list of what bindings name. One that can be read again is a change too.
    /// </summary>
    public async Task<bool> HaveParametersChangedAsync(CancellationToken cancellationToken)
    {
        if (!_failed.IsEmpty && (await new ParameterGatherer(cluster, turned).GatherAsync(_failed, cancellationToken)).Kinds is not [])
            return true;
        if (_parameters.IsEmpty)
            return false;
        var (objects, kinds) = await new ParameterGatherer(cluster, turned).GatherAsync(_parameters, cancellationToken);
        // Of what cannot be listed now nothing is concluded; the next full scan tells.
        return kinds.Length == _parameters.Length && Fingerprint(objects) != _values;
    }

    /// <summary>What is watched is there, and is to be among what was listed.</summary>
    private ScanError? Missing(PolicyInventory inventory)
    {
        if (inventory.Errors is [var error, ..])
            return error;
        var missing = watch.Watches.FirstOrDefault(w =>
            AdmissionKinds.Find(w.Target.Path.Group, w.Target.Path.Resource) is not null
            && w.Status is { HasList: true, Phase: not WatchPhase.Forbidden and not WatchPhase.NotServed }
            && !inventory.Listed.Contains((w.Target.Path.Group, w.Target.Path.Resource)));
        return missing is null
            ? null
            : new ScanError(ScanStep.List(missing.Target.Path.Resource), "the server did not give what it gives to a watch; it is asked again");
    }

    private static string KindOf(JsonElement item) => item.TryGetProperty("kind", out var kind) ? kind.GetString() ?? "" : "";

    private static bool IsOf(JsonElement item, ParameterKind kind) =>
        KindOf(item) == kind.Kind && item.TryGetProperty("apiVersion", out var version) && version.GetString() == kind.ApiVersion;

    private static string Fingerprint(IEnumerable<JsonElement> objects)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var item in objects)
            hash.AppendData(Encoding.UTF8.GetBytes(item.GetRawText()));
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
