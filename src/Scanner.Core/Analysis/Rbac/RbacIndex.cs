using System.Collections.Immutable;
using Scanner.Core.Facts.Rbac;
using Scanner.Core.Posture.Rbac;

namespace Scanner.Core.Analysis.Rbac;

/// <summary>
/// Turns roles, bindings and service accounts into who can add ephemeral containers. Objects may come, change and go in any order; what
/// <see cref="Posture"/> says depends on those present alone, and costs what changed since it was last asked. No I/O; not for concurrent use.
/// </summary>
public sealed class RbacIndex
{
    private readonly Dictionary<ObjectName, RoleFacts> _roles = [];
    private readonly Dictionary<ObjectName, RoleRights> _rights = [];
    private readonly Dictionary<ObjectName, BindingFacts> _bindings = [];
    private readonly Dictionary<ObjectName, HashSet<ObjectName>> _bindingsOfRole = [];
    private readonly Dictionary<Subject, HashSet<ObjectName>> _bindingsOfSubject = [];
    private readonly HashSet<ObjectName> _accounts = [];
    private readonly HashSet<Subject> _dirty = [];
    private readonly RightsTable _table;
    private RbacPosture? _posture;

    public RbacIndex()
    {
        _table = new RightsTable(BindingsOf);
        // It has the right whether a binding says so or not.
        _dirty.Add(KnownSubjects.Masters);
    }

    /// <summary>All service accounts in scope are known, so that one which is not here does not exist. Default false.</summary>
    public bool KnowsServiceAccounts { get; private set; }

    /// <summary>All roles in scope are known. Default true.</summary>
    public bool KnowsRoles { get; private set; } = true;

    public int Bindings => _bindings.Count;

    public int Roles => _roles.Count;

    /// <summary>Subjects evaluated since the beginning, each time counted: what the work done so far amounts to.</summary>
    public long Evaluations { get; private set; }

    public void SetRole(RoleFacts role)
    {
        if (_roles.TryGetValue(role.Name, out var before) && before.Equals(role))
            return;
        _posture = null;
        _roles[role.Name] = role;
        SetRights(role.Name, RoleRights.Of(role.Rules));
    }

    public void RemoveRole(ObjectName name)
    {
        if (!_roles.Remove(name))
            return;
        _posture = null;
        SetRights(name, RoleRights.None);
    }

    public void SetBinding(BindingFacts binding)
    {
        if (_bindings.TryGetValue(binding.Name, out var before))
        {
            if (before.Equals(binding))
                return;
            RemoveBinding(binding.Name);
        }

        _posture = null;
        _bindings[binding.Name] = binding;
        Add(_bindingsOfRole, binding.RoleName, binding.Name);
        foreach (var subject in binding.Subjects)
            Add(_bindingsOfSubject, subject, binding.Name);
        Touch(binding);
    }

    public void RemoveBinding(ObjectName name)
    {
        if (!_bindings.Remove(name, out var binding))
            return;
        _posture = null;
        Drop(_bindingsOfRole, binding.RoleName, name);
        foreach (var subject in binding.Subjects)
            Drop(_bindingsOfSubject, subject, name);
        Touch(binding);
    }

    public void SetServiceAccount(ObjectName account)
    {
        if (_accounts.Add(account))
            _posture = null;
    }

    public void RemoveServiceAccount(ObjectName account)
    {
        if (_accounts.Remove(account))
            _posture = null;
    }

    /// <summary>Says what the absence of a role or a service account means.</summary>
    public void Know(bool roles, bool serviceAccounts)
    {
        if ((KnowsRoles, KnowsServiceAccounts) == (roles, serviceAccounts))
            return;
        _posture = null;
        (KnowsRoles, KnowsServiceAccounts) = (roles, serviceAccounts);
    }

    public RbacPosture Posture()
    {
        if (_posture is { } current)
            return current;
        Evaluations += _dirty.Count;
        foreach (var subject in _dirty)
            _table.Set(Evaluate(subject));
        _dirty.Clear();
        _table.Refresh();
        return _posture = new RbacPosture
        {
            Subjects = _table.Subjects,
            Escalations = _table.Escalations,
            Dangling = Dangling(),
            Aggregated = AggregatedSources.Find(_roles.Values, name => _rights.TryGetValue(name, out var rights) && rights.AddsEphemeralContainers),
        };
    }

    private SubjectRights Evaluate(Subject subject)
    {
        var names = _bindingsOfSubject.GetValueOrDefault(subject) ?? [];
        var rights = SubjectRights.Of(subject, names.Select(n => _bindings[n]), name => _rights.GetValueOrDefault(name) ?? RoleRights.None);
        if (subject != KnownSubjects.Masters || rights.Covered.ClusterWide)
            return rights;
        var builtIn = new RbacGrant(null, AddVerbs.Patch | AddVerbs.Update, null, null, null, IsWildcard: true);
        return new SubjectRights(subject, [builtIn, .. rights.Grants], rights.Others, rights.Bindings);
    }

    private void SetRights(ObjectName name, RoleRights rights)
    {
        var before = _rights.GetValueOrDefault(name) ?? RoleRights.None;
        if (before.Equals(rights))
            return;
        if (rights.IsEmpty)
            _rights.Remove(name);
        else
            _rights[name] = rights;
        if (before.AddsEphemeralContainers != rights.AddsEphemeralContainers)
            _table.RoleGrants(name, rights.AddsEphemeralContainers);
        foreach (var binding in BindingsOf(name))
            _dirty.UnionWith(binding.Subjects);
    }

    private void Touch(BindingFacts binding)
    {
        if (!_rights.TryGetValue(binding.RoleName, out var rights))
        {
            // A role that gives nothing today matters to who may write rules into it.
            _dirty.UnionWith(binding.Subjects.Where(_table.MayEscalate));
            return;
        }

        _dirty.UnionWith(binding.Subjects);
        if (rights.AddsEphemeralContainers)
            _table.BindingGrants(binding.Name);
    }

    private IEnumerable<BindingFacts> BindingsOf(ObjectName role) => (_bindingsOfRole.GetValueOrDefault(role) ?? []).Select(n => _bindings[n]);

    private ImmutableArray<DanglingBinding> Dangling()
    {
        var found = ImmutableArray.CreateBuilder<DanglingBinding>();
        if (KnowsRoles)
        {
            foreach (var (role, _) in _bindingsOfRole.Where(r => !_roles.ContainsKey(r.Key)))
                found.AddRange(BindingsOf(role).Select(b => new DanglingBinding(b.Name, role, RoleIsAbsent: true, null)));
        }

        if (KnowsServiceAccounts)
        {
            // Only where it matters: a default cluster binds many roles to accounts that it may not have.
            found.AddRange(
                from role in _rights.Keys
                from binding in BindingsOf(role)
                from subject in binding.Subjects.Distinct()
                where subject.Kind == SubjectKind.ServiceAccount && !_accounts.Contains(new ObjectName(subject.Namespace, subject.Name))
                    && !KnownSubjects.IsSystem(subject)
                select new DanglingBinding(binding.Name, role, RoleIsAbsent: false, subject, binding.SharedIndex(subject)));
        }

        found.Sort((a, b) => string.CompareOrdinal(Key(a), Key(b)));
        return found.ToImmutable();

        static string Key(DanglingBinding d) => $"{d.Binding.Namespace}\0{d.Binding.Name}\0{d.Absent}";
    }

    private static void Add<TKey>(Dictionary<TKey, HashSet<ObjectName>> index, TKey key, ObjectName name)
        where TKey : notnull
    {
        if (!index.TryGetValue(key, out var names))
            index.Add(key, names = []);
        names.Add(name);
    }

    private static void Drop<TKey>(Dictionary<TKey, HashSet<ObjectName>> index, TKey key, ObjectName name)
        where TKey : notnull
    {
        if (!index.TryGetValue(key, out var names))
            return;
        names.Remove(name);
        if (names.Count == 0)
            index.Remove(key);
    }
}
