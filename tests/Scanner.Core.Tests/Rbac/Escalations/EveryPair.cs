using System.Collections.Immutable;
using Scanner.Core.Rbac.Escalations;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Rights;

namespace Scanner.Core.Tests.Rbac.Escalations;

/// <summary>The steps that lie in roles and bindings, as they are defined: every right is held against every other, whatever that costs.</summary>
internal sealed class EveryPair(IReadOnlyCollection<RoleFacts> roles, IReadOnlyCollection<BindingFacts> bindings)
{
    private readonly Dictionary<ObjectName, RoleContent> _contents = roles.ToDictionary(r => r.Name, r => RoleContent.Of(r.Rules));

    public SubjectHoldings HoldingsOf(Subject subject) => SubjectHoldings.Of(subject, bindings.Where(b => b.Subjects.Contains(subject)), ContentOf);

    public ImmutableArray<Escalation> StepsOf(Subject subject)
    {
        var holdings = HoldingsOf(subject);
        if (holdings.Covered.ClusterWide)
            return [];
        List<(EscalationKind How, BoundPermission Held, List<(string? Namespace, string Through)> Ways)> found = [];
        foreach (var held in holdings.Others)
            Add(EscalationKind.Escalate, held, [.. holdings.Bindings.Where(b => MayWriteRules(holdings, held, b)).Select(b => (b.Name.Namespace, RoleText(b.RoleName)))]);
        foreach (var bind in holdings.Others.Where(r => r.Permission is Permission.BindRoles or Permission.BindClusterRoles))
        {
            foreach (var write in holdings.Others)
            {
                List<(string?, string)> ways = [.. Ways(bind, write)];
                Add(EscalationKind.Bind, bind, ways);
                Add(EscalationKind.CreateBindings, write, ways);
            }
        }

        return [.. found.OrderBy(f => f.Held.Namespace, StringComparer.Ordinal).Select(f => Build(holdings, f.How, f.Held, f.Ways))];

        void Add(EscalationKind how, BoundPermission held, List<(string? Namespace, string Through)> ways)
        {
            if (!ways.Exists(w => w.Namespace is null || !holdings.Covered.Contains(w.Namespace)))
                return;
            if (found.Find(f => f.How == how && f.Held.Binding == held.Binding) is { Ways: { } known })
                known.AddRange(ways);
            else
                found.Add((how, held, [.. ways]));
        }
    }

    private static bool MayWriteRules(SubjectHoldings holdings, BoundPermission held, BindingFacts binding)
    {
        var cluster = held.Permission == Permission.EscalateClusterRoles;
        if ((!cluster && held.Permission != Permission.EscalateRoles) || binding.Role.IsClusterRole != cluster)
            return false;
        var change = cluster ? Permission.ChangeClusterRoles : Permission.ChangeRoles;
        return Applies(held) && holdings.All(change).Any(Applies);

        bool Applies(BoundPermission right) => right.Names.Contains(binding.Role.Name) && (right.Namespace is null || (!cluster && right.Namespace == binding.Name.Namespace));
    }

    private IEnumerable<(string? Namespace, string Through)> Ways(BoundPermission bind, BoundPermission write)
    {
        var ofClusterRoles = bind.Permission == Permission.BindClusterRoles;
        var granting = roles.Select(r => r.Name).Where(r => r.Namespace is null == ofClusterRoles && ContentOf(r).AddsEphemeralContainers && bind.Names.Contains(r.Name)).ToList();
        var clusterWide = bind.Namespace is null && write.Namespace is null;
        return write.Permission switch
        {
            Permission.CreateRoleBindings when write.Names.AllowsCreation && !ofClusterRoles =>
                granting.Where(r => Both(r.Namespace!)).Select(r => (r.Namespace, RoleText(r))),
            Permission.CreateRoleBindings when write.Names.AllowsCreation && (bind.Namespace is null || write.Namespace is null || bind.Namespace == write.Namespace) =>
                granting.Select(r => (bind.Namespace ?? write.Namespace, RoleText(r))),
            Permission.CreateClusterRoleBindings when write.Names.AllowsCreation && ofClusterRoles && clusterWide => granting.Select(r => ((string?)null, RoleText(r))),
            Permission.ChangeRoleBindings => bindings
                .Where(b => !b.IsClusterRoleBinding && granting.Contains(b.RoleName) && write.Names.Contains(b.Name.Name) && Both(b.Name.Namespace!))
                .Select(b => (b.Name.Namespace, b.ToString())),
            Permission.ChangeClusterRoleBindings when ofClusterRoles && clusterWide => bindings
                .Where(b => b.IsClusterRoleBinding && granting.Contains(b.RoleName) && write.Names.Contains(b.Name.Name))
                .Select(b => ((string?)null, b.ToString())),
            _ => [],
        };

        bool Both(string ns) => (bind.Namespace ?? ns) == ns && (write.Namespace ?? ns) == ns;
    }

    private static Escalation Build(SubjectHoldings holdings, EscalationKind how, BoundPermission held, List<(string? Namespace, string Through)> ways)
    {
        var through = ways.Select(w => (Narrow: w.Namespace is not null, w.Through)).Distinct().OrderBy(w => w.Narrow).ThenBy(w => w.Through, StringComparer.Ordinal).ToList();
        return new Escalation(
            holdings.Subject,
            KnownSubjects.IsSystem(holdings.Subject),
            held.Namespace,
            how,
            held.Binding,
            held.Role,
            holdings.Bindings.Single(b => b.Name == held.Binding).SharedIndex(holdings.Subject),
            ways.Exists(w => w.Namespace is null)
                ? NamespaceReach.Everywhere
                : NamespaceReach.None with { Namespaces = NamespaceReach.None.Namespaces.Union(ways.Select(w => w.Namespace!).Where(n => !holdings.Covered.Contains(n))) },
            [.. through.Take(Escalation.MostThrough).Select(w => w.Through)],
            through.Count);
    }

    private RoleContent ContentOf(ObjectName role) => _contents.GetValueOrDefault(role) ?? RoleContent.None;

    private static string RoleText(ObjectName role) => $"{(role.Namespace is null ? "ClusterRole" : "Role")} {role}";
}
