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

    private readonly Dictionary<string, SortedSet<Subject>> _accountsIn = [];
    private readonly SortedSet<string> _grantingClusterRoles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<ObjectName>> _grantingRolesIn = [];

    // By namespace; found when somebody asks, and kept until the end of a refresh.
    private ILookup<string, BindingFacts>? _grantingBindings;

    // Who could escalate, by the namespaces where it may take the step; cluster-wide ones apart.
    private readonly HashSet<Subject> _escalators = [];
    private readonly Dictionary<string, HashSet<Subject>> _escalatorsIn = [];

    private readonly HashSet<Subject> _touched = [];
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
            Bucket(_grantingRolesIn, ns, static () => []).Add(role);
        else if (role.Namespace is not null)
            Drop(_grantingRolesIn, role.Namespace, role);
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

    public void Set(SubjectHoldings holdings)
    {
        var subject = holdings.Subject;
        var before = _holdings.GetValueOrDefault(subject);
        Unfile(before);
        if (holdings.IsEmpty)
            _holdings.Remove(subject);
        else
            _holdings[subject] = holdings;
        File(holdings);
        _touched.Add(subject);
        if (!(before?.Reached ?? NamespaceReach.None).Equals(holdings.Reached))
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
        var due = _touchedAll
            ? [.. _escalators, .. _escalatorsIn.Values.SelectMany(s => s)]
            : _touchedNamespaces.SelectMany(ns => _escalatorsIn.GetValueOrDefault(ns) ?? []).ToHashSet();
        due.UnionWith(_touched);
        if (_touchedReach)
            due.UnionWith(_escalators);
        foreach (var subject in due)
        {
            var found = _holdings.TryGetValue(subject, out var holdings) ? EscalationFinder.Find(holdings, this) : [];
            if (found.IsEmpty)
                _escalations.Remove(subject);
            else if (!_escalations.TryGetValue(subject, out var before))
                _escalations[subject] = found;
            else if (!before.SequenceEqual(found))
                _escalations[subject] = Kept(before, found);
        }

        _grantingBindings = null;
        _touched.Clear();
        _touchedNamespaces.Clear();
        (_touchedAll, _touchedReach) = (false, false);
    }

    /// <summary>Something is known of it, which has to go when its rights do.</summary>
    public bool Holds(Subject subject) => _holdings.ContainsKey(subject);

    public bool MayEscalate(Subject subject) => _holdings.TryGetValue(subject, out var holdings) && !holdings.Others.IsEmpty;

    public IEnumerable<ObjectName> GrantingRoles(string? ns) =>
        ns is null ? _grantingRolesIn.Values.SelectMany(r => r) : _grantingRolesIn.GetValueOrDefault(ns) ?? [];

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
        var accounts = ns is null ? _holders[SubjectKind.ServiceAccount] : _accountsIn.TryGetValue(ns, out var local) ? local : [];
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

    // One of very many may have changed.
    private static ImmutableArray<Escalation> Kept(ImmutableArray<Escalation> before, ImmutableArray<Escalation> found)
    {
        var known = before.ToHashSet();
        return [.. found.Select(f => known.TryGetValue(f, out var same) ? same : f)];
    }

    private void File(SubjectHoldings holdings)
    {
        var subject = holdings.Subject;
        if (!holdings.Reached.IsEmpty)
        {
            _holders[subject.Kind].Add(subject);
            if (subject.Kind == SubjectKind.ServiceAccount)
                Bucket(_accountsIn, subject.Namespace!, static () => new SortedSet<Subject>(Subject.Order)).Add(subject);
        }

        foreach (var held in holdings.Others)
            (held.Namespace is null ? _escalators : Bucket(_escalatorsIn, held.Namespace, static () => [])).Add(subject);
    }

    private void Unfile(SubjectHoldings? holdings)
    {
        if (holdings is null)
            return;
        var subject = holdings.Subject;
        _holders[subject.Kind].Remove(subject);
        if (subject.Kind == SubjectKind.ServiceAccount)
            Drop(_accountsIn, subject.Namespace!, subject);
        _escalators.Remove(subject);
        foreach (var ns in holdings.Others.Select(r => r.Namespace).OfType<string>().Distinct())
            Drop(_escalatorsIn, ns, subject);
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
        if (_escalatorsIn.ContainsKey(ns))
            _touchedNamespaces.Add(ns);
    }

    // A namespace that has gone leaves nothing behind.
    private static void Drop<T, TItem>(Dictionary<string, T> buckets, string key, TItem item)
        where T : ICollection<TItem>
    {
        if (buckets.TryGetValue(key, out var bucket) && bucket.Remove(item) && bucket.Count == 0)
            buckets.Remove(key);
    }

    private static T Bucket<T>(Dictionary<string, T> buckets, string key, Func<T> make)
    {
        if (!buckets.TryGetValue(key, out var bucket))
            buckets.Add(key, bucket = make());
        return bucket;
    }
}
