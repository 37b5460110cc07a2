using System.Collections.Immutable;
using Scanner.Core.Rbac.Facts;

namespace Scanner.Core.Rbac.Rights;

/// <summary>All that matters of what one subject may do, by its own name: rights of groups stay with the groups.</summary>
/// <param name="Grants">The right itself; cluster-wide ones first, then by namespace and binding.</param>
/// <param name="Others">Rights by which the right itself can be had, in the same order.</param>
/// <param name="Bindings">Every binding that names the subject, relevant or not, in the same order.</param>
/// <param name="Covered">Where the subject can add ephemeral containers to every pod.</param>
/// <param name="Reached">Where it can add them to some pod at least.</param>
/// <param name="CreatesPods">Where it can create pods.</param>
internal sealed record SubjectHoldings(
    Subject Subject, ImmutableArray<RbacGrant> Grants, ImmutableArray<BoundPermission> Others, ImmutableArray<BindingFacts> Bindings,
    NamespaceReach Covered, NamespaceReach Reached, NamespaceReach CreatesPods)
{
    public bool IsEmpty => Grants.IsEmpty && Others.IsEmpty;

    /// <summary>Each step that it can take begins in one namespace, and nothing that it holds elsewhere matters to it but <see cref="Covered"/>.</summary>
    public bool StepsAreLocal { get; } =
        !Others.Any(static o => o.Namespace is null || o.Permission is Permission.OnUserInfo or Permission.OnServiceAccount);

    /// <summary>Where it may take steps, in order; those that it may take everywhere apart.</summary>
    /// <param name="within">The only namespaces to look at; null for all.</param>
    public IEnumerable<string> StepNamespaces(IEnumerable<string>? within = null) =>
        within?.Where(ns => !Slice(Others, o => string.CompareOrdinal(o.Namespace, ns)).IsEmpty).Order(StringComparer.Ordinal)
        ?? Others.Select(static o => o.Namespace).OfType<string>().Distinct();

    public static SubjectHoldings Nothing(Subject subject) => new(subject, [], [], [], NamespaceReach.None, NamespaceReach.None, NamespaceReach.None);

    public IEnumerable<BoundPermission> All(Permission permission) => Others.Where(r => r.Permission == permission);

    /// <summary>What it holds in one namespace alone.</summary>
    public SubjectHoldings In(string ns) => this with
    {
        Others = Slice(Others, o => string.CompareOrdinal(o.Namespace, ns)),
        Bindings = Slice(Bindings, b => string.CompareOrdinal(b.Name.Namespace, ns)),
    };

    /// <param name="local">All that it holds in one namespace now.</param>
    public SubjectHoldings With(string ns, SubjectHoldings local) => new(
        Subject,
        InOrder.Replace(Grants, g => string.CompareOrdinal(g.Namespace, ns), local.Grants),
        InOrder.Replace(Others, o => string.CompareOrdinal(o.Namespace, ns), local.Others),
        InOrder.Replace(Bindings, b => string.CompareOrdinal(b.Name.Namespace, ns), local.Bindings),
        Covered.With(ns, local.Covered.Contains(ns)),
        Reached.With(ns, local.Reached.Contains(ns)),
        CreatesPods.With(ns, local.CreatesPods.Contains(ns)));

    /// <summary>With what the API server gives it everywhere, whatever is bound to it.</summary>
    public SubjectHoldings WithBuiltIn(RbacGrant grant) => this with
    {
        Grants = Grants.Insert(0, grant),
        Covered = NamespaceReach.Everywhere,
        Reached = NamespaceReach.Everywhere,
        CreatesPods = NamespaceReach.Everywhere,
    };

    /// <param name="contents">What each role gives.</param>
    public static SubjectHoldings Of(Subject subject, IEnumerable<BindingFacts> bindings, Func<ObjectName, RoleContent> contents)
    {
        var grants = ImmutableArray.CreateBuilder<RbacGrant>();
        var others = ImmutableArray.CreateBuilder<BoundPermission>();
        var creates = new List<string?>();
        var ordered = bindings.ToImmutableArray().Sort(static (a, b) => ObjectName.Order.Compare(a.Name, b.Name));
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

        return new SubjectHoldings(
            subject,
            grants.ToImmutable(),
            others.ToImmutable(),
            ordered,
            ReachOf(grants, static g => g.Pods is null),
            ReachOf(grants, static g => !g.IsVoid),
            NamespaceReach.Of(creates));
    }

    private static NamespaceReach ReachOf(IEnumerable<RbacGrant> grants, Func<RbacGrant, bool> counts) =>
        NamespaceReach.Of([.. grants.Where(counts).Select(g => g.Namespace)]);

    private static ImmutableArray<T> Slice<T>(ImmutableArray<T> all, Func<T, int> by)
    {
        var (from, to) = InOrder.Slice(all, by);
        return all[from..to];
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
}
