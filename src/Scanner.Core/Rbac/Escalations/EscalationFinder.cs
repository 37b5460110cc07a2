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
    // No namespace is called so.
    private const string Everywhere = "";

    private readonly List<(BoundPermission Held, EscalationKind How, List<StepTarget> Ways)> _found = [];
    private readonly Dictionary<(EscalationKind How, ObjectName Binding, ObjectName Role, string? Namespace), int> _places = [];

    /// <summary>By the namespace where the step is taken, those that it may take everywhere first.</summary>
    public static ImmutableArray<Escalation> Find(SubjectHoldings subject, IEscalationTargets targets)
    {
        // Who can add them everywhere gains nothing.
        if (subject.Others.IsEmpty || subject.Covered.ClusterWide)
            return [];
        return subject.StepsAreLocal
            ? [.. subject.StepNamespaces().SelectMany(ns => FindIn(ns, subject, targets))]
            : [.. FindAll(subject, targets).OrderBy(e => e.Namespace, StringComparer.Ordinal)];
    }

    /// <summary>Those steps that it may take in one namespace.</summary>
    /// <param name="subject">Whose steps are local, and who cannot add them everywhere.</param>
    public static ImmutableArray<Escalation> FindIn(string ns, SubjectHoldings subject, IEscalationTargets targets) => FindAll(subject.In(ns), targets);

    private static ImmutableArray<Escalation> FindAll(SubjectHoldings subject, IEscalationTargets targets)
    {
        var finder = new EscalationFinder(subject, targets);
        finder.Escalate();
        finder.Bind();
        new ImpersonationFinder(subject, targets, finder.Add).Find();
        finder.Tokens();
        return finder.Build();
    }

    // Needs a role that is bound to the subject already: into that it may write any rule.
    private void Escalate()
    {
        List<BoundPermission> rights =
            [.. subject.Others.Where(r => r.Permission is Permission.EscalateRoles or Permission.EscalateClusterRoles && !IsCovered(r.Namespace))];
        if (rights.Count == 0)
            return;
        var (clusterRoles, roles) = (Changeable(Permission.ChangeClusterRoles), Changeable(Permission.ChangeRoles));
        var rolesIn = roles.ToLookup(b => b.Name.Namespace ?? Everywhere);
        foreach (var escalate in rights)
        {
            var cluster = escalate.Permission == Permission.EscalateClusterRoles;
            if (cluster && escalate.Namespace is not null)
                continue;
            var target = new StepTarget();
            foreach (var binding in cluster ? clusterRoles : escalate.Namespace is { } ns ? rolesIn[ns] : roles)
            {
                if (escalate.Names.Contains(binding.Role.Name))
                    target.Add(NamespaceReach.Of(binding.Name.Namespace), (cluster ? "ClusterRole " : "Role ") + binding.RoleName);
            }

            Add(escalate, EscalationKind.Escalate, target);
        }
    }

    /// <summary>Bindings of the subject to roles that it may write rules into.</summary>
    private List<BindingFacts> Changeable(Permission change)
    {
        var cluster = change == Permission.ChangeClusterRoles;
        var rights = ByNamespace(subject.All(change));
        return
        [
            .. subject.Bindings.Where(b => b.Role.IsClusterRole == cluster
                && Applying(rights, cluster ? null : b.Name.Namespace).Any(r => r.Names.Contains(b.Role.Name))),
        ];
    }

    // Two rights make the step, and either of them taken away ends it: each is told.
    private void Bind()
    {
        List<BoundPermission> binders = [.. subject.Others.Where(r => r.Permission is Permission.BindRoles or Permission.BindClusterRoles && !IsCovered(r.Namespace))];
        if (binders.Count == 0)
            return;
        List<BoundPermission> writers = [.. subject.Others.Where(r => r.Permission is >= Permission.CreateRoleBindings and <= Permission.ChangeClusterRoleBindings)];
        var writersIn = ByNamespace(writers);
        foreach (var bind in binders)
        {
            // Rights of two namespaces make no step, and a subject may hold them in all there are.
            foreach (var write in bind.Namespace is null ? writers : Applying(writersIn, bind.Namespace))
            {
                if (IsCovered(write.Namespace))
                    continue;
                var target = Bindable(bind, write);
                Add(bind, EscalationKind.Bind, target);
                Add(write, EscalationKind.CreateBindings, target);
            }
        }
    }

    /// <summary>Where <paramref name="write"/> can put a binding of a role that gives the right and that <paramref name="bind"/> allows.</summary>
    /// <param name="write">Of the namespace of <paramref name="bind"/>, where both have one.</param>
    private StepTarget Bindable(BoundPermission bind, BoundPermission write)
    {
        var target = new StepTarget();
        var clusterRoles = bind.Permission == Permission.BindClusterRoles;
        var clusterBinding = write.Permission is Permission.CreateClusterRoleBindings or Permission.ChangeClusterRoleBindings;
        // The server asks for "bind" where the binding is: for a ClusterRoleBinding cluster-wide.
        if (clusterBinding && (!clusterRoles || bind.Namespace is not null || write.Namespace is not null))
            return target;
        var scope = bind.Namespace ?? write.Namespace;
        if (write.Permission is Permission.ChangeRoleBindings or Permission.ChangeClusterRoleBindings)
        {
            // A binding's role cannot be changed, only its subjects.
            foreach (var binding in targets.GrantingBindings(clusterBinding, scope).Where(b => b.Role.IsClusterRole == clusterRoles))
            {
                if (bind.Names.Contains(binding.Role.Name) && write.Names.Contains(binding.Name.Name))
                    target.Add(NamespaceReach.Of(binding.Name.Namespace), binding.ToString());
            }
        }
        else if (write.Names.AllowsCreation && clusterRoles)
        {
            foreach (var role in targets.GrantingClusterRoles.Where(bind.Names.Contains))
                target.Add(NamespaceReach.Of(scope), "ClusterRole " + role);
        }
        else if (write.Names.AllowsCreation)
        {
            foreach (var role in targets.GrantingRoles(scope).Where(r => bind.Names.Contains(r.Name)))
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
        if (target.Reach.IsWithin(subject.Covered))
            return;
        if (_places.TryAdd((how, held.Binding, held.Role, held.Namespace), _found.Count))
            _found.Add((held, how, [target]));
        else
            _found[_places[(how, held.Binding, held.Role, held.Namespace)]].Ways.Add(target);
    }

    private ImmutableArray<Escalation> Build()
    {
        if (_found.Count == 0)
            return [];
        var bindings = subject.Bindings.ToDictionary(b => b.Name);
        return [.. _found.Select(f => Build(f.Held, f.How, Sum(f.Ways), bindings[f.Held.Binding]))];
    }

    // Most have one way. It may be that of others too, and as long as the cluster has accounts: it is neither copied nor added to.
    private static StepTarget Sum(List<StepTarget> ways) => ways is [var only] ? only : ways.Aggregate(new StepTarget(), static (sum, way) => sum.Add(way));

    private Escalation Build(BoundPermission held, EscalationKind how, StepTarget target, BindingFacts binding) => new(
        subject.Subject,
        KnownSubjects.IsSystem(subject.Subject),
        held.Namespace,
        how,
        held.Binding,
        held.Role,
        binding.SharedIndex(subject.Subject),
        target.Reach.Except(subject.Covered),
        [.. target.Through.Take(Escalation.MostThrough)],
        target.Count);

    /// <summary>What leads into this namespace alone leads nowhere new.</summary>
    private bool IsCovered(string? ns) => ns is not null && subject.Covered.Contains(ns);

    private static ILookup<string, BoundPermission> ByNamespace(IEnumerable<BoundPermission> rights) => rights.ToLookup(r => r.Namespace ?? Everywhere);

    /// <summary>Those that hold in a namespace; those that hold everywhere come first, as in all lists of rights.</summary>
    /// <param name="ns">Null for those that hold everywhere alone.</param>
    private static IEnumerable<BoundPermission> Applying(ILookup<string, BoundPermission> rights, string? ns) =>
        ns is null ? rights[Everywhere] : rights[Everywhere].Concat(rights[ns]);
}
