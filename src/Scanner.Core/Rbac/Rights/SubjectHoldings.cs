using System.Collections.Immutable;
using Scanner.Core.Rbac.Facts;

namespace Scanner.Core.Rbac.Rights;

/// <summary>All that matters of what one subject may do, by its own name: rights of groups stay with the groups.</summary>
/// <param name="Grants">The right itself; cluster-wide ones first, then by namespace and binding.</param>
/// <param name="Others">Rights by which the right itself can be had.</param>
/// <param name="Bindings">Every binding that names the subject, relevant or not.</param>
internal sealed record SubjectHoldings(
    Subject Subject, ImmutableArray<RbacGrant> Grants, ImmutableArray<BoundPermission> Others, ImmutableArray<BindingFacts> Bindings)
{
    public bool IsEmpty => Grants.IsEmpty && Others.IsEmpty;

    /// <summary>Where the subject can add ephemeral containers to every pod.</summary>
    public NamespaceReach Covered { get; } = ReachOf(Grants, static g => g.Pods is null);

    /// <summary>Where it can create pods.</summary>
    public NamespaceReach CreatesPods { get; init; } = NamespaceReach.None;

    /// <summary>Where it can add them to some pod at least.</summary>
    public NamespaceReach Reached { get; } = ReachOf(Grants, static g => !g.IsVoid);

    public IEnumerable<BoundPermission> All(Permission permission) => Others.Where(r => r.Permission == permission);

    /// <param name="contents">What each role gives.</param>
    public static SubjectHoldings Of(Subject subject, IEnumerable<BindingFacts> bindings, Func<ObjectName, RoleContent> contents)
    {
        var ordered = bindings
            .OrderBy(b => b.Name.Namespace is not null)
            .ThenBy(b => b.Name.Namespace, StringComparer.Ordinal)
            .ThenBy(b => b.Name.Name, StringComparer.Ordinal)
            .ToImmutableArray();
        var grants = ImmutableArray.CreateBuilder<RbacGrant>();
        var others = ImmutableArray.CreateBuilder<BoundPermission>();
        var creates = new List<string?>();
        foreach (var binding in ordered)
        {
            var role = contents(binding.RoleName);
            if (role.IsEmpty)
                continue;
            if (role.CreatesPods)
                creates.Add(binding.Name.Namespace);
            AddGrants(grants, binding, role, binding.SharedIndex(subject));
            for (var permission = Permission.UpdateEphemeralContainers + 1; (int)permission < PermissionAccesses.Count; permission++)
            {
                if (role[permission] is { } names)
                    others.Add(new BoundPermission(permission, binding.Name.Namespace, names, binding.Name, binding.RoleName));
            }
        }

        return new SubjectHoldings(subject, grants.ToImmutable(), others.ToImmutable(), ordered) { CreatesPods = NamespaceReach.Of(creates) };
    }

    private static void AddGrants(ImmutableArray<RbacGrant>.Builder grants, BindingFacts binding, RoleContent role, int? sharedIndex)
    {
        var (patch, update) = (role[Permission.PatchEphemeralContainers]?.OfPods(), role[Permission.UpdateEphemeralContainers]?.OfPods());
        if (patch is not null && patch.Equals(update))
        {
            Add(AddVerbs.Patch | AddVerbs.Update, patch);
            return;
        }

        if (patch is not null)
            Add(AddVerbs.Patch, patch);
        if (update is not null)
            Add(AddVerbs.Update, update);

        void Add(AddVerbs verbs, ObjectNames names) =>
            grants.Add(new RbacGrant(binding.Name.Namespace, verbs, names.Only, binding.Name, binding.RoleName, role.IsWildcard, sharedIndex));
    }

    private static NamespaceReach ReachOf(ImmutableArray<RbacGrant> grants, Func<RbacGrant, bool> counts) =>
        NamespaceReach.Of([.. grants.Where(counts).Select(g => g.Namespace)]);
}
