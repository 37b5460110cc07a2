using Scanner.ApiServer;
using Scanner.ApiServer.Reflectors;
using Scanner.ApiServer.Transport;
using Scanner.ApiServer.Wire;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Index;
using Scanner.Decoding.Rbac;
using Scanner.Inventory;

namespace Scanner.Worker.Caches;

/// <summary>
/// Follows roles, bindings and service accounts. A change makes the rights of those concerned be evaluated again, and no probe: what
/// would be admitted does not depend on who may ask.
/// </summary>
internal sealed class RbacWatch(
    IApiServerReader cluster, IClusterListener changes, IWatchListener listener, CacheSizes sizes, TimeProvider time, Random random)
{
    private static readonly WatchTarget s_clusterRoles = Target("clusterroles");
    private static readonly WatchTarget s_roles = Target("roles");
    private static readonly WatchTarget s_clusterRoleBindings = Target("clusterrolebindings");
    private static readonly WatchTarget s_roleBindings = Target("rolebindings");
    private static readonly WatchTarget s_accounts = new(ResourcePath.Core("serviceaccounts")) { MetadataOnly = true, IsAlwaysServed = true };

    private readonly Lock _lock = new();
    private readonly RbacIndex _index = new();

    /// <summary>Who can add ephemeral containers now.</summary>
    /// <param name="statusOf">How a watch stands; null before it has begun.</param>
    public RbacPosture Posture(Func<WatchTarget, WatchStatus?> statusOf)
    {
        lock (_lock)
        {
            _index.Know(
                HasList(s_clusterRoles) && HasList(s_roles), HasList(s_clusterRoleBindings) && HasList(s_roleBindings), HasList(s_accounts));
            return _index.Posture();
        }

        bool HasList(WatchTarget target) => statusOf(target) is { HasList: true };
    }

    /// <summary>Subjects evaluated so far.</summary>
    public long Evaluations
    {
        get
        {
            lock (_lock)
                return _index.Evaluations;
        }
    }

    /// <summary>Each until cancelled.</summary>
    public IEnumerable<Task> Run(CancellationToken cancellationToken)
    {
        foreach (var target in new[] { s_clusterRoles, s_roles })
            yield return Follow<RoleFacts>(target, static () => new RoleReader(), static r => Key(r.Name), _index.SetRole, _index.RemoveRole, cancellationToken);
        foreach (var target in new[] { s_clusterRoleBindings, s_roleBindings })
            yield return Follow<BindingFacts>(target, static () => new BindingReader(), static b => Key(b.Name), _index.SetBinding, _index.RemoveBinding, cancellationToken);
        yield return Follow(
            s_accounts, static () => new ServiceAccountReader(), Key, _index.SetServiceAccount, _index.RemoveServiceAccount, cancellationToken);
    }

    private Task Follow<T>(
        WatchTarget target, Func<IObjectReader<T>> newReader, Func<T, ObjectKey> keyOf, Action<T> set, Action<ObjectName> remove, CancellationToken cancellationToken)
    {
        var cache = new RbacCache<T>(keyOf, item => Change(() => set(item)), key => Change(() => remove(new ObjectName(key.Namespace, key.Name))));
        sizes.Add(target, () => cache.Count);
        return new Reflector<T>(cluster, target, newReader, cache, listener, time, random).RunAsync(cancellationToken);
    }

    private void Change(Action change)
    {
        bool unchanged;
        lock (_lock)
        {
            change();
            unchanged = _index.IsCurrent;
        }

        if (!unchanged)
            changes.InventoryChanged();
    }

    private static ObjectKey Key(ObjectName name) => new(name.Namespace, name.Name);

    private static WatchTarget Target(string resource) => new(new ResourcePath(RbacGatherer.Group, "v1", resource)) { IsAlwaysServed = true };
}
