using System.Collections.Immutable;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Rights;

namespace Scanner.Core.Rbac.Escalations;

/// <summary>
/// The steps, one deep, by which one subject can come by the right where it does not have it. Each is one that the API server lets
/// happen: rights that lead nowhere alone, such as <c>bind</c> without a binding to write, are no step.
/// </summary>
internal sealed class EscalationFinder(SubjectHoldings subject, IEscalationTargets targets)
{
    private readonly List<(BoundPermission Held, EscalationKind How, StepTarget Target)> _found = [];

    public static ImmutableArray<Escalation> Find(SubjectHoldings subject, IEscalationTargets targets)
    {
        // Who can add them everywhere gains nothing.
        if (subject.Others.IsEmpty || subject.Covered.ClusterWide)
            return [];
        var finder = new EscalationFinder(subject, targets);
        finder.Escalate();
        finder.Bind();
        new ImpersonationFinder(subject, targets, finder.Add).Find();
        finder.Tokens();
        return [.. finder._found.Select(f => finder.Build(f.Held, f.How, f.Target))];
    }

    // Needs a role that is bound to the subject already: into that it may write any rule.
    private void Escalate()
    {
        foreach (var escalate in subject.Others.Where(r => r.Permission is Permission.EscalateRoles or Permission.EscalateClusterRoles))
        {
            var cluster = escalate.Permission == Permission.EscalateClusterRoles;
            if (cluster && escalate.Namespace is not null)
                continue;
            var target = new StepTarget();
            foreach (var binding in subject.Bindings.Where(b => b.Role.IsClusterRole == cluster && escalate.Names.Contains(b.Role.Name)))
            {
                if (!MayChange(cluster, binding) || !Applies(escalate.Namespace, cluster ? null : binding.Name.Namespace))
                    continue;
                target.Add(NamespaceReach.Of(binding.Name.Namespace), (cluster ? "ClusterRole " : "Role ") + binding.RoleName);
            }

            Add(escalate, EscalationKind.Escalate, target);
        }
    }

    private bool MayChange(bool cluster, BindingFacts binding) => cluster
        ? subject.All(Permission.ChangeClusterRoles).Any(r => r.Namespace is null && r.Names.Contains(binding.Role.Name))
        : subject.All(Permission.ChangeRoles).Any(r => Applies(r.Namespace, binding.Name.Namespace) && r.Names.Contains(binding.Role.Name));

    // Two rights make the step, and either of them taken away ends it: each is told.
    private void Bind()
    {
        var writers = subject.Others.Where(r => r.Permission is >= Permission.CreateRoleBindings and <= Permission.ChangeClusterRoleBindings).ToList();
        foreach (var bind in subject.Others.Where(r => r.Permission is Permission.BindRoles or Permission.BindClusterRoles))
        {
            foreach (var write in writers)
            {
                var target = Bindable(bind, write);
                Add(bind, EscalationKind.Bind, target);
                Add(write, EscalationKind.CreateBindings, target);
            }
        }
    }

    /// <summary>Where <paramref name="write"/> can put a binding of a role that gives the right and that <paramref name="bind"/> allows.</summary>
    private StepTarget Bindable(BoundPermission bind, BoundPermission write)
    {
        var target = new StepTarget();
        var clusterRoles = bind.Permission == Permission.BindClusterRoles;
        var clusterBinding = write.Permission is Permission.CreateClusterRoleBindings or Permission.ChangeClusterRoleBindings;
        // The server asks for "bind" where the binding is: for a ClusterRoleBinding cluster-wide.
        if (clusterBinding && (!clusterRoles || bind.Namespace is not null || write.Namespace is not null))
            return target;
        var scope = NamespaceReach.Of(bind.Namespace).Intersect(NamespaceReach.Of(write.Namespace));
        if (write.Permission is Permission.ChangeRoleBindings or Permission.ChangeClusterRoleBindings)
        {
            // A binding's role cannot be changed, only its subjects.
            foreach (var binding in targets.GrantingBindings(clusterBinding).Where(b => b.Role.IsClusterRole == clusterRoles))
            {
                if (bind.Names.Contains(binding.Role.Name) && write.Names.Contains(binding.Name.Name) && (clusterBinding || scope.Contains(binding.Name.Namespace!)))
                    target.Add(NamespaceReach.Of(binding.Name.Namespace), binding.ToString());
            }
        }
        else if (write.Names.AllowsCreation && clusterRoles)
        {
            foreach (var role in targets.GrantingClusterRoles.Where(bind.Names.Contains))
                target.Add(scope, "ClusterRole " + role);
        }
        else if (write.Names.AllowsCreation)
        {
            foreach (var role in targets.GrantingRoles.Where(r => scope.Contains(r.Namespace!) && bind.Names.Contains(r.Name)))
                target.Add(NamespaceReach.Of(role.Namespace), "Role " + role);
        }

        return target;
    }

    private void Tokens()
    {
        foreach (var token in subject.All(Permission.CreateTokens))
            Add(token, EscalationKind.Token, targets.Accounts(token.Namespace, token.Names, NamespaceReach.Everywhere));
    }

    // One entry for each right that makes a step, whatever the ways on from there.
    private void Add(BoundPermission held, EscalationKind how, StepTarget target)
    {
        if (target.Reach.Except(subject.Covered).IsEmpty)
            return;
        var before = _found.FindIndex(f => f.How == how && (f.Held.Binding, f.Held.Role, f.Held.Namespace) == (held.Binding, held.Role, held.Namespace));
        if (before >= 0)
            _found[before].Target.Add(target);
        else
            _found.Add((held, how, new StepTarget().Add(target)));
    }

    private Escalation Build(BoundPermission held, EscalationKind how, StepTarget target) => new(
        subject.Subject,
        KnownSubjects.IsSystem(subject.Subject),
        held.Namespace,
        how,
        held.Binding,
        held.Role,
        subject.Bindings.First(b => b.Name == held.Binding).SharedIndex(subject.Subject),
        target.Reach.Except(subject.Covered),
        [.. target.Through.Take(Escalation.MostThrough)],
        target.Count);

    private static bool Applies(string? scope, string? ns) => scope is null || scope == ns;
}
