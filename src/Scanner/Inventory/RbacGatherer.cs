using System.Collections.Immutable;
using Scanner.ApiServer;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Lists;
using Scanner.ApiServer.Transport;
using Scanner.ApiServer.Wire;
using Scanner.Core.Posture;
using Scanner.Core.Rbac.Index;
using Scanner.Core.Remedies;
using Scanner.Decoding.Rbac;

namespace Scanner.Inventory;

/// <summary>Lists roles, bindings and service accounts. A list that fails becomes an error and leaves the rest alone.</summary>
internal sealed class RbacGatherer(IApiServerReader cluster)
{
    public const string Group = "rbac.authorization.k8s.io";

    private readonly ImmutableArray<ScanError>.Builder _errors = ImmutableArray.CreateBuilder<ScanError>();
    private readonly ImmutableArray<MissingPermission>.Builder _missing = ImmutableArray.CreateBuilder<MissingPermission>();
    private readonly RbacIndex _index = new();

    /// <param name="namespaces">Only rights that hold there; empty for all.</param>
    public async Task<RbacInventory> GatherAsync(ImmutableArray<string> namespaces, CancellationToken cancellationToken)
    {
        try
        {
            await ListAllAsync(namespaces, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _index.Know(roles: false, bindings: false, serviceAccounts: false);
        }

        return new RbacInventory(RbacRestriction.To(_index.Posture(), namespaces, null), _errors.ToImmutable(), _missing.ToImmutable());
    }

    private async Task ListAllAsync(ImmutableArray<string> namespaces, CancellationToken cancellationToken)
    {
        ImmutableArray<string?> everywhere = [null];
        // As with pods: beyond so many, one list of all costs the server less.
        var scopes = namespaces.IsEmpty || namespaces.Length > InventoryGatherer.MaxSingleLists ? everywhere : [.. namespaces.Distinct()];
        var roles = await ListAsync("clusterroles", everywhere, new RoleReader(), _index.SetRole, cancellationToken);
        roles &= await ListAsync("roles", scopes, new RoleReader(), _index.SetRole, cancellationToken);
        var bindings = await ListAsync("clusterrolebindings", everywhere, new BindingReader(), _index.SetBinding, cancellationToken);
        bindings &= await ListAsync("rolebindings", scopes, new BindingReader(), _index.SetBinding, cancellationToken);
        // A binding may name an account of any namespace, so that some of them prove nothing.
        var accounts = await ListAsync("serviceaccounts", scopes, new ServiceAccountReader(), _index.SetServiceAccount, cancellationToken);
        _index.Know(roles, bindings, accounts && scopes == everywhere);
    }

    /// <returns>True when the lists are whole.</returns>
    private async Task<bool> ListAsync<T>(
        string resource, ImmutableArray<string?> scopes, IObjectReader<T> reader, Action<T> add, CancellationToken cancellationToken)
    {
        var whole = true;
        foreach (var ns in scopes)
        {
            var core = resource == "serviceaccounts";
            var path = core ? ResourcePath.Core(resource, ns) : new ResourcePath(Group, "v1", resource, ns);
            var list = new CollectedList<T>();
            var answer = await cluster.ListAsync(new ListRequest(path) { MetadataOnly = core }, reader, list, cancellationToken);
            list.Items.ForEach(add);
            if (answer is ApiAnswer<ListResult>.Ok)
                continue;
            whole = false;
            _errors.Add(new ScanError(ScanStep.List(resource, ns), answer.Describe()));
            if (answer is ApiAnswer<ListResult>.Refused { Status.IsForbidden: true })
                _missing.Add(new MissingPermission("list", resource, ns, core ? "" : Group));
        }

        return whole;
    }
}
