using System.Collections.Immutable;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Rights;

namespace Scanner.Core.Rbac.Index;

/// <summary>
/// Turns roles, bindings and service accounts into who can add ephemeral containers. Objects may come, change and go in any order; what
/// <see cref="Posture"/> says depends on those present alone, and costs what changed since it was last asked. No I/O; not for concurrent use.
/// </summary>
public sealed class RbacIndex
{
    private readonly Dictionary<ObjectName, RoleFacts> _roles = [];
    private readonly Dictionary<ObjectName, RoleContent> _contents = [];
    private readonly Dictionary<ObjectName, BindingFacts> _bindings = [];
    private readonly Dictionary<ObjectName, HashSet<ObjectName>> _bindingsOfRole = [];
    private readonly Dictionary<Subject, HashSet<ObjectName>> _bindingsOfSubject = [];
    private readonly HashSet<ObjectName> _accounts = [];

    // Whose bindings came, went or changed, and which of them; null for any.
    private readonly Dictionary<Subject, HashSet<ObjectName>?> _dirty = [];

    // Of whom bindings changed on which nothing depended then, so that not all are known of which something may depend.
    private readonly HashSet<Subject> _behind = [];
    private readonly HoldingsTable _table;
    private readonly DanglingTable _dangling = new();
    private ImmutableArray<AggregatedSource>? _aggregated;
    private RbacPosture? _posture;
    private bool _knowsRoles = true;
    private bool _knowsBindings = true;
    private bool _knowsAccounts;

    public RbacIndex()
    {
        _table = new HoldingsTable(BindingsOf);
        // It has the right whether a binding says so or not.
        _dirty.Add(KnownSubjects.Masters, null);
    }

    /// <summary>Subjects evaluated since the beginning, each time counted: what the work done so far amounts to.</summary>
    public long Evaluations { get; private set; }

    /// <summary>Names kept for the next <see cref="Posture"/>. No more than what is here and what was evaluated, however long nobody asks.</summary>
    internal int Waiting => _dirty.Count + _table.Waiting + _dangling.Waiting;

    public void SetRole(RoleFacts role)
    {
        if (_roles.TryGetValue(role.Name, out var before) && before.Equals(role))
            return;
        _roles[role.Name] = role;
        TouchRole(role.Name);
        SetContent(role.Name, RoleContent.Of(role.Rules));
    }

    public void RemoveRole(ObjectName name)
    {
        if (!_roles.Remove(name))
            return;
        TouchRole(name);
        SetContent(name, RoleContent.None);
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
        Forget(binding);
    }

    public void SetServiceAccount(ObjectName account)
    {
        if (_accounts.Add(account))
            TouchAccount(account);
    }

    public void RemoveServiceAccount(ObjectName account)
    {
        if (_accounts.Remove(account))
            TouchAccount(account);
    }

    /// <summary>
    /// Says what the absence of an object means: nothing, unless all of its kind in scope are here. Before the first call all roles and
    /// bindings are, and not all accounts.
    /// </summary>
    public void Know(bool roles, bool bindings, bool serviceAccounts)
    {
        if ((_knowsRoles, _knowsBindings, _knowsAccounts) == (roles, bindings, serviceAccounts))
            return;
        _posture = null;
        (_knowsRoles, _knowsBindings, _knowsAccounts) = (roles, bindings, serviceAccounts);
        foreach (var binding in _bindings.Keys)
            _dangling.Touch(binding);
    }

    /// <summary>Nothing has changed since <see cref="Posture"/> was asked last.</summary>
    public bool IsCurrent => _posture is not null;

    public RbacPosture Posture()
    {
        if (_posture is { } current)
            return current;
        Evaluations += _dirty.Count;
        foreach (var (subject, bindings) in _dirty)
            Evaluate(subject, bindings);
        _dirty.Clear();
        _table.Refresh();
        return _posture = new RbacPosture
        {
            IsWhole = _knowsRoles && _knowsBindings,
            Subjects = _table.Subjects,
            Escalations = _table.Escalations,
            Dangling = _dangling.Refresh(DanglingOf),
            Aggregated = _aggregated ??= AggregatedSources.Find(_roles.Values, name => _contents.TryGetValue(name, out var content) && content.AddsEphemeralContainers),
        };
    }

    /// <param name="changed">Bindings that came, went or changed; null for any.</param>
    private void Evaluate(Subject subject, HashSet<ObjectName>? changed)
    {
        var before = _table.HoldingsOf(subject);
        if (!_behind.Remove(subject) && before is not null && changed is not null && subject != KnownSubjects.Masters && !changed.Any(b => b.Namespace is null))
        {
            var holdings = before;
            HashSet<string> namespaces = [.. changed.Select(b => b.Namespace!)];
            foreach (var ns in namespaces)
                holdings = holdings.With(ns, SubjectHoldings.Of(subject, BindingsOf(subject, ns, before, changed), ContentOf));
            _table.Set(holdings, namespaces);
            return;
        }

        var bindings = (_bindingsOfSubject.GetValueOrDefault(subject) ?? []).Select(n => _bindings[n]);
        var all = SubjectHoldings.Of(subject, bindings, ContentOf);
        _table.Set(subject != KnownSubjects.Masters || all.Covered.ClusterWide ? all
            : all.WithBuiltIn(new RbacGrant(null, AddVerbs.Patch | AddVerbs.Update, null, null, null, IsWildcard: true)));
    }

    private IEnumerable<BindingFacts> BindingsOf(Subject subject, string ns, SubjectHoldings before, HashSet<ObjectName> changed) =>
        before.In(ns).Bindings.Where(b => !changed.Contains(b.Name))
            .Concat(changed.Where(n => n.Namespace == ns).Select(n => _bindings.GetValueOrDefault(n)).OfType<BindingFacts>().Where(b => b.Subjects.Contains(subject)));

    private RoleContent ContentOf(ObjectName role) => _contents.GetValueOrDefault(role) ?? RoleContent.None;

    private void SetContent(ObjectName name, RoleContent content)
    {
        var before = _contents.GetValueOrDefault(name) ?? RoleContent.None;
        if (before.Equals(content))
            return;
        if (content.IsEmpty)
            _contents.Remove(name);
        else
            _contents[name] = content;
        if (before.AddsEphemeralContainers != content.AddsEphemeralContainers)
            _table.RoleGrants(name, content.AddsEphemeralContainers);
        foreach (var binding in BindingsOf(name))
            Soil(binding, binding.Subjects);
    }

    private void TouchRole(ObjectName role)
    {
        _posture = null;
        if (role.Namespace is null)
            _aggregated = null;
        foreach (var binding in _bindingsOfRole.GetValueOrDefault(role) ?? [])
            _dangling.Touch(binding);
    }

    private void Touch(BindingFacts binding)
    {
        _dangling.Touch(binding.Name);
        if (!_contents.TryGetValue(binding.RoleName, out var content))
        {
            // A role that gives nothing today matters to who may write rules into it.
            Soil(binding, binding.Subjects.Where(_table.MayEscalate));
            _behind.UnionWith(binding.Subjects.Where(s => _table.Holds(s) && !_table.MayEscalate(s)));
            return;
        }

        Soil(binding, binding.Subjects);
        if (content.AddsEphemeralContainers)
            _table.BindingGrants(binding.Name);
    }

    // A standby evaluates nothing, for months: what came and went meanwhile leaves nothing behind.
    private void Forget(BindingFacts gone)
    {
        _dangling.TouchGone(gone.Name);
        foreach (var subject in gone.Subjects.Where(s => !_bindingsOfSubject.ContainsKey(s) && !_table.Holds(s) && s != KnownSubjects.Masters))
            _dirty.Remove(subject);
    }

    // Of a subject with many names all is evaluated at once: a standby keeps no names of what came and went for months.
    private void Soil(BindingFacts binding, IEnumerable<Subject> subjects)
    {
        foreach (var subject in subjects)
        {
            if (!_dirty.TryGetValue(subject, out var names))
                _dirty.Add(subject, [binding.Name]);
            else if (names?.Count < InOrder.MostSingly)
                names.Add(binding.Name);
            else
                _dirty[subject] = null;
        }
    }

    private IEnumerable<BindingFacts> BindingsOf(ObjectName role) => (_bindingsOfRole.GetValueOrDefault(role) ?? []).Select(n => _bindings[n]);

    private ImmutableArray<DanglingBinding> DanglingOf(ObjectName name)
    {
        if (!_bindings.TryGetValue(name, out var binding))
            return [];
        var role = binding.RoleName;
        if (!_roles.ContainsKey(role))
            return _knowsRoles ? [new DanglingBinding(name, role, RoleIsAbsent: true, null)] : [];
        // Only where it matters: a default cluster binds many roles to accounts that it may not have.
        if (!_knowsAccounts || !_contents.TryGetValue(role, out var content) || !content.LeadsToIt)
            return [];
        return
        [
            .. from subject in binding.Subjects.Distinct().Order(Subject.Order)
               where subject.Kind == SubjectKind.ServiceAccount && !_accounts.Contains(new ObjectName(subject.Namespace, subject.Name))
                   && !KnownSubjects.IsSystem(subject)
               select new DanglingBinding(name, role, RoleIsAbsent: false, subject, binding.SharedIndex(subject)),
        ];
    }

    private void TouchAccount(ObjectName account)
    {
        foreach (var binding in _bindingsOfSubject.GetValueOrDefault(Subject.ServiceAccount(account.Namespace!, account.Name)) ?? [])
        {
            _posture = null;
            _dangling.Touch(binding);
        }
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
