using System.Collections.Immutable;
using Scanner.ApiServer;
using Scanner.ApiServer.Scopes;
using Scanner.ApiServer.Transport;

namespace Scanner.Worker.Caches;

/// <summary>Which namespaces the worker looks at.</summary>
/// <param name="Namespaces">Names; empty for all.</param>
/// <param name="NamespaceSelector">As kubectl's <c>-l</c>; null for all.</param>
internal sealed record WatchScope(ImmutableHashSet<string> Namespaces, string? NamespaceSelector)
{
    public static WatchScope All { get; } = new([], null);

    /// <summary>
    /// Reads no more of pods, roles and accounts than those of named namespaces. What decides about admission is of the whole cluster, or may
    /// reach into a namespace from another one, and is read whole where that is allowed.
    /// </summary>
    public IApiServerReader Limit(IApiServerReader cluster, ScopeRefusals refusals, TimeProvider time) => Namespaces.IsEmpty
        ? cluster
        : new ScopedReader(cluster, [.. Namespaces.Order(StringComparer.Ordinal)], KindOf, refusals, time);

    // Reports that were written when more namespaces were looked at are to be deleted.
    private static ScopeKind? KindOf(ResourcePath path) => (path.Group, path.Resource) switch
    {
        ("", "pods" or "serviceaccounts") or ("rbac.authorization.k8s.io", "roles" or "rolebindings") => ScopeKind.Always,
        ("wgpolicyk8s.io", "policyreports") or ("openreports.io", "reports") => ScopeKind.WhereRefused,
        _ => null,
    };
}
