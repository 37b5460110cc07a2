using System.Collections.Immutable;
using Scanner.Core.Facts.Rbac;
using Scanner.Core.Posture.Rbac;

namespace Scanner.Core.Analysis.Rbac;

/// <summary>
/// The steps, one deep, by which one subject can come by the right where it does not have it. Each is one that the API server lets
/// happen: rights that lead nowhere alone, such as <c>bind</c> without a binding to write, are no step.
/// </summary>
internal sealed class EscalationFinder(SubjectRights subject, IRightsView view)
{
    private readonly List<Escalation> _found = [];

    public static ImmutableArray<Escalation> Find(SubjectRights subject, IRightsView view)
    {
        // Who can add them everywhere gains nothing.
        if (subject.Others.IsEmpty || subject.Covered.ClusterWide)
            return [];
        var finder = new EscalationFinder(subject, view);
        finder.Escalate();
        finder.Bind();
        new ImpersonationFinder(subject, view, finder.Add).Find();
        finder.Tokens();
        return [.. finder._found];
    }

    // Needs a role that is bound to the subject already: into that it may write any rule.
    private void Escalate()
    {
        foreach (var escalate in subject.Others.Where(r => r.Right is Right.EscalateRoles or Right.EscalateClusterRoles))
        {
            var cluster = escalate.Right == Right.EscalateClusterRoles;
            if (cluster && escalate.Namespace is not null)
                continue;
            var (reach, roles) = (NamespaceReach.None, new SortedSet<string>(StringComparer.Ordinal));
            foreach (var binding in subject.Bindings.Where(b => b.Role.IsClusterRole == cluster && escalate.Names.Contains(b.Role.Name)))
            {
                if (!MayChange(cluster, binding) || !Applies(escalate.Namespace, cluster ? null : binding.Name.Namespace))
                    continue;
                reach = reach.Union(NamespaceReach.Of(binding.Name.Namespace));
                roles.Add((cluster ? "ClusterRole " : "Role ") + binding.RoleName);
            }

            Add(escalate, EscalationKind.Escalate, reach, roles);
        }
    }

    private bool MayChange(bool cluster, BindingFacts binding) => cluster
        ? subject.All(Right.ChangeClusterRoles).Any(r => r.Namespace is null && r.Names.Contains(binding.Role.Name))
        : subject.All(Right.ChangeRoles).Any(r => Applies(r.Namespace, binding.Name.Namespace) && r.Names.Contains(binding.Role.Name));

    // Two rights make the step, and either of them taken away ends it: each is told.
    private void Bind()
    {
        var writers = subject.Others.Where(r => r.Right is >= Right.CreateRoleBindings and <= Right.ChangeClusterRoleBindings).ToList();
        foreach (var bind in subject.Others.Where(r => r.Right is Right.BindRoles or Right.BindClusterRoles))
        {
            foreach (var write in writers)
            {
                var (reach, roles) = Bindable(bind, write);
                Add(bind, EscalationKind.Bind, reach, roles);
                Add(write, EscalationKind.CreateBindings, reach, roles);
            }
        }
    }

    /// <summary>Where <paramref name="write"/> can put a binding of a role that gives the right and that <paramref name="bind"/> allows.</summary>
    private (NamespaceReach Reach, IEnumerable<string> Roles) Bindable(HeldRight bind, HeldRight write)
    {
        var clusterRoles = bind.Right == Right.BindClusterRoles;
        var clusterBinding = write.Right is Right.CreateClusterRoleBindings or Right.ChangeClusterRoleBindings;
        // The server asks for "bind" where the binding is: for a ClusterRoleBinding cluster-wide.
        if (clusterBinding && (!clusterRoles || bind.Namespace is not null || write.Namespace is not null))
            return (NamespaceReach.None, []);
        var scope = NamespaceReach.Of(bind.Namespace).Intersect(NamespaceReach.Of(write.Namespace));
        if (write.Right is Right.CreateRoleBindings or Right.CreateClusterRoleBindings)
        {
            if (!write.Names.AllowsCreation)
                return (NamespaceReach.None, []);
            if (clusterRoles)
            {
                var named = view.GrantingClusterRoles.Where(bind.Names.Contains).ToList();
                return (named.Count > 0 ? scope : NamespaceReach.None, named.Select(n => "ClusterRole " + n));
            }

            var roles = view.GrantingRoles.Where(r => scope.Contains(r.Namespace!) && bind.Names.Contains(r.Name)).ToList();
            return (Union(roles.Select(r => r.Namespace)), roles.Select(r => "Role " + r));
        }

        // A binding's role cannot be changed, only its subjects.
        var bindings = view.GrantingBindings(clusterBinding)
            .Where(b => b.Role.IsClusterRole == clusterRoles && bind.Names.Contains(b.Role.Name) && write.Names.Contains(b.Name.Name)
                && (clusterBinding || scope.Contains(b.Name.Namespace!)))
            .ToList();
        return (Union(bindings.Select(b => b.Name.Namespace)), bindings.Select(b => b.ToString()));
    }

    private void Tokens()
    {
        foreach (var token in subject.All(Right.CreateTokens))
        {
            var accounts = view.ServiceAccounts(token.Namespace).Where(a => token.Names.Contains(a.Name)).ToList();
            var (reach, through) = view.ReachOfAccounts(accounts, token.Namespace, token.Names);
            Add(token, EscalationKind.Token, reach, through);
        }
    }

    private void Add(HeldRight held, EscalationKind how, NamespaceReach reach, IEnumerable<string> through)
    {
        var gained = reach.Except(subject.Covered);
        if (gained.IsEmpty)
            return;
        var names = through.Distinct().ToList();
        var before = _found.FindIndex(e => e.How == how && e.Binding == held.Binding && e.Role == held.Role && e.Namespace == held.Namespace);
        if (before >= 0)
        {
            gained = gained.Union(_found[before].Reach);
            names = [.. _found[before].Through.Union(names)];
        }

        var count = Math.Max(names.Count, before >= 0 ? _found[before].ThroughCount : 0);
        var escalation = new Escalation(
            subject.Subject, KnownSubjects.IsSystem(subject.Subject), held.Namespace, how, held.Binding, held.Role,
            subject.Bindings.First(b => b.Name == held.Binding).Subjects.Length > 1, gained,
            [.. names.Take(Escalation.MostThrough)], count);
        if (before >= 0)
            _found[before] = escalation;
        else
            _found.Add(escalation);
    }

    private static bool Applies(string? scope, string? ns) => scope is null || scope == ns;

    private static NamespaceReach Union(IEnumerable<string?> namespaces) =>
        namespaces.Distinct().Aggregate(NamespaceReach.None, (reach, ns) => reach.Union(NamespaceReach.Of(ns)));
}
