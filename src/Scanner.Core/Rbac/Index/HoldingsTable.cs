using System.Collections.Immutable;
using Scanner.Core.Rbac.Escalations;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Rights;

namespace Scanner.Core.Rbac.Index;

/// <summary>The rights of all subjects, and what they lead to. Works out again only what a change can have touched.</summary>
/// <param name="bindingsOf">The bindings of a role.</param>
internal sealed class HoldingsTable(Func<ObjectName, IEnumerable<BindingFacts>> bindingsOf) : IEscalationTargets
{
    private readonly Dictionary<Subject, SubjectHoldings> _holdings = [];
    private readonly Dictionary<SubjectKind, SortedSet<Subject>> _holders = new()
    {
        [SubjectKind.User] = new(Subject.Order),
        [SubjectKind.Group] = new(Subject.Order),
        [SubjectKind.ServiceAccount] = new(Subject.Order),
    };

    private readonly ByNamespace<Subject> _accounts = new(static () => new SortedSet<Subject>(Subject.Order));
    private readonly SortedSet<string> _grantingClusterRoles = new(StringComparer.Ordinal);
    private readonly ByNamespace<ObjectName> _grantingRoles = new(static () => new HashSet<ObjectName>());

    // By namespace; found when somebody asks, and kept until the end of a refresh.
    private ILookup<string, BindingFacts>? _grantingBindings;

    // Who could escalate, by the namespaces where it may take the step; cluster-wide ones apart.
    private readonly HashSet<Subject> _escalators = [];
    private readonly ByNamespace<Subject> _localEscalators = new(static () => new HashSet<Subject>());

    // Workloads by the namespaces that they reach from elsewhere.
    private readonly ByNamespace<Subject> _visitors = new(static () => new HashSet<Subject>());

    // Where steps of a subject may have changed; null for everywhere.
    private readonly Dictionary<Subject, HashSet<string>?> _touched = [];
    private readonly HashSet<string> _touchedNamespaces = [];
    private bool _touchedAll;

    // Somebody's reach, or a binding that gives the right: all that the cluster-wide ones depend on.
    private bool _touchedReach;

    // Of all accounts, which somebody in every cluster holds a right to. Stays while the reach of no workload changes.
    private StepTarget? _allAccounts;

    // What is handed out shares its nodes with these, and with what was handed out before.
    private readonly ImmutableSortedDictionary<Subject, RbacSubject>.Builder _subjects = RbacPosture.Empty.Subjects.ToBuilder();
    private readonly ImmutableSortedDictionary<Subject, ImmutableArray<Escalation>>.Builder _escalations = RbacPosture.Empty.Escalations.ToBuilder();

    public ImmutableSortedDictionary<Subject, RbacSubject> Subjects => _subjects.ToImmutable();

    public ImmutableSortedDictionary<Subject, ImmutableArray<Escalation>> Escalations => _escalations.ToImmutable();

    public IReadOnlyCollection<string> GrantingClusterRoles => _grantingClusterRoles;

    /// <summary>Names kept for the next <see cref="Refresh"/>.</summary>
    public int Waiting => _touched.Count + _touchedNamespaces.Count;

    public void RoleGrants(ObjectName role, bool grants)
    {
        _touchedAll = true;
        if (role.Namespace is { } ns && grants)
            _grantingRoles.Add(ns, role);
        else if (role.Namespace is not null)
            _grantingRoles.Remove(role.Namespace, role);
        else
            _ = grants ? _grantingClusterRoles.Add(role.Name) : _grantingClusterRoles.Remove(role.Name);
    }

    /// <summary>A binding that gives the right came or went: its subjects can be added to.</summary>
    public void BindingGrants(ObjectName binding)
    {
        _touchedReach = true;
        if (binding.Namespace is { } ns)
            Touch(ns);
    }

    /// <summary>What a subject holds as far as is known; null for nothing.</summary>
    public SubjectHoldings? HoldingsOf(Subject subject) => _holdings.GetValueOrDefault(subject);

    /// <param name="within">Namespaces where alone it holds something else than before; null for anywhere.</param>
    public void Set(SubjectHoldings holdings, HashSet<string>? within = null)
    {
        var subject = holdings.Subject;
        var before = _holdings.GetValueOrDefault(subject) ?? SubjectHoldings.Nothing(subject);
        if (holdings.IsEmpty)
            _holdings.Remove(subject);
        else
            _holdings[subject] = holdings;
        File(before, holdings, within);
        TouchSteps(before, holdings, within);
        if (!before.Reached.Equals(holdings.Reached))
            TouchThoseWhoReach(subject);
        if (holdings.Grants.IsEmpty)
            _subjects.Remove(subject);
        else
            // If it equals the one that was handed out, that very object stays: the dictionary looks. Others compare by reference.
            _subjects[subject] = new RbacSubject(subject, KnownSubjects.IsSystem(subject), SubjectRisk.Of(subject, holdings.Grants), holdings.Grants)
            {
                CreatesPods = holdings.CreatesPods,
            };
    }

    /// <summary>Brings <see cref="Escalations"/> up to date.</summary>
    public void Refresh()
    {
        foreach (var ns in _touchedNamespaces)
        {
            foreach (var subject in _localEscalators.In(ns))
                Touch(subject, [ns]);
        }

        var everybody = _touchedAll ? _escalators.Concat(_localEscalators.All) : _touchedReach ? _escalators : [];
        foreach (var subject in everybody)
            _touched[subject] = null;
        foreach (var (subject, namespaces) in _touched)
            Find(subject, namespaces);
        _grantingBindings = null;
        _touched.Clear();
        _touchedNamespaces.Clear();
        (_touchedAll, _touchedReach) = (false, false);
    }

    /// <summary>Something is known of it, which has to go when its rights do.</summary>
    public bool Holds(Subject subject) => _holdings.ContainsKey(subject);

    public bool MayEscalate(Subject subject) => _holdings.TryGetValue(subject, out var holdings) && !holdings.Others.IsEmpty;

    public IEnumerable<ObjectName> GrantingRoles(string? ns) => ns is null ? _grantingRoles.All : _grantingRoles.In(ns);

    public IEnumerable<BindingFacts> GrantingBindings(bool cluster, string? ns)
    {
        _grantingBindings ??= _grantingClusterRoles.Select(n => new ObjectName(null, n)).Concat(GrantingRoles(null))
            .SelectMany(bindingsOf)
            .ToLookup(b => b.Name.Namespace ?? "");
        return cluster ? _grantingBindings[""] : ns is null ? _grantingBindings.Where(g => g.Key.Length > 0).SelectMany(g => g) : _grantingBindings[ns];
    }

    public NamespaceReach ReachOf(Subject subject) => _holdings.TryGetValue(subject, out var holdings) ? holdings.Reached : NamespaceReach.None;

    public IReadOnlyCollection<Subject> Holders(SubjectKind kind) => _holders[kind];

    public StepTarget Accounts(string? ns, ObjectNames names, NamespaceReach within) => ns is null && names.Only is null && within.ClusterWide
        ? _allAccounts ??= AccountsOf(null, ObjectNames.All, NamespaceReach.Everywhere)
        : AccountsOf(ns, names, within);

    private StepTarget AccountsOf(string? ns, ObjectNames names, NamespaceReach within)
    {
        var accounts = ns is null ? _holders[SubjectKind.ServiceAccount] : _accounts.In(ns);
        List<(NamespaceReach Reach, string Through)> ways = [];
        foreach (var account in accounts.Where(a => names.Contains(a.Name)))
            Take(account);
        // Every account is in them, and every namespace has one; which names exist does not matter to impersonation.
        if (names.CanBeHad)
        {
            foreach (var group in ns is null ? _holders[SubjectKind.Group].Where(KnownSubjects.IsWorkload) : KnownSubjects.GroupsOfAccounts(ns))
                Take(group);
        }

        return StepTarget.Of(ways);

        // Most groups have no right: they are not put into words.
        void Take(Subject subject)
        {
            var reach = ReachOf(subject).Intersect(within);
            if (!reach.IsEmpty)
                ways.Add((reach, subject.ToString()));
        }
    }

    /// <param name="namespaces">Where its steps may have changed; null for everywhere.</param>
    private void Find(Subject subject, HashSet<string>? namespaces)
    {
        var before = _escalations.TryGetValue(subject, out var known) ? known : [];
        var found = !_holdings.TryGetValue(subject, out var holdings) || holdings.Others.IsEmpty ? []
            : namespaces is null || namespaces.Count > InOrder.MostSingly || !holdings.StepsAreLocal || holdings.Covered.ClusterWide ? EscalationFinder.Find(holdings, this)
            : namespaces.Aggregate(before, (all, ns) => InOrder.Replace(all, e => string.CompareOrdinal(e.Namespace, ns), EscalationFinder.FindIn(ns, holdings, this)));
        if (found.IsEmpty)
            _escalations.Remove(subject);
        else
            _escalations[subject] = InOrder.Kept(before, found);
    }

    private void File(SubjectHoldings before, SubjectHoldings now, HashSet<string>? within)
    {
        var subject = now.Subject;
        if (before.Reached.IsEmpty && !now.Reached.IsEmpty)
        {
            _holders[subject.Kind].Add(subject);
            if (subject.Kind == SubjectKind.ServiceAccount)
                _accounts.Add(subject.Namespace!, subject);
        }
        else if (now.Reached.IsEmpty && !before.Reached.IsEmpty)
        {
            _holders[subject.Kind].Remove(subject);
            if (subject.Kind == SubjectKind.ServiceAccount)
                _accounts.Remove(subject.Namespace!, subject);
        }

        // Those that it may take everywhere come first.
        if (now.Others is [{ Namespace: null }, ..])
            _escalators.Add(subject);
        else
            _escalators.Remove(subject);
        _localEscalators.Move(subject, before.StepNamespaces(within), now.StepNamespaces(within));
        if (KnownSubjects.IsWorkload(subject))
            _visitors.Move(subject, before.Reached.Names(within).Where(IsElsewhere), now.Reached.Names(within).Where(IsElsewhere));

        bool IsElsewhere(string ns) => ns != KnownSubjects.HomeOf(subject);
    }

    // What it holds in one namespace matters to its steps there, and where it has the right itself to those as well that lead there.
    private void TouchSteps(SubjectHoldings before, SubjectHoldings now, HashSet<string>? within)
    {
        var subject = now.Subject;
        var (gone, come) = InOrder.Differences(before.Covered.Names(within), now.Covered.Names(within));
        List<string> covered = [.. gone, .. come];
        List<string?> homes = [.. covered.SelectMany(_visitors.In).Select(KnownSubjects.HomeOf)];
        if (!before.StepsAreLocal || !now.StepsAreLocal || before.Covered.ClusterWide != now.Covered.ClusterWide || homes.Contains(null))
            _touched[subject] = null;
        else
            Touch(subject, [.. within ?? Changed(before, now), .. covered, .. homes.OfType<string>()]);
    }

    private static IEnumerable<string> Changed(SubjectHoldings before, SubjectHoldings now) =>
        InOrder.Changed(before.Others, now.Others).Select(static o => o.Namespace)
            .Concat(InOrder.Changed(before.Bindings, now.Bindings).Select(static b => b.Name.Namespace))
            .OfType<string>();

    private void Touch(Subject subject, IEnumerable<string> namespaces)
    {
        if (!_touched.TryGetValue(subject, out var known))
            _touched.Add(subject, [.. namespaces]);
        else
            known?.UnionWith(namespaces);
    }

    // Users and groups can be reached by cluster-wide rights alone, accounts from within their namespace too.
    private void TouchThoseWhoReach(Subject subject)
    {
        _touchedReach = true;
        if (!KnownSubjects.IsWorkload(subject))
            return;
        _allAccounts = null;
        if (subject.Kind == SubjectKind.ServiceAccount)
            Touch(subject.Namespace!);
        else
            _touchedAll = true;
    }

    // Whoever can take steps in a namespace only later is touched itself by then. So no more are kept than there are such namespaces.
    private void Touch(string ns)
    {
        if (_localEscalators.Contains(ns))
            _touchedNamespaces.Add(ns);
    }
}
