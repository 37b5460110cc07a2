using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Findings;
using Scanner.Core.Rbac.Escalations;
using Scanner.Core.Rbac.Exposures;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Index;
using Scanner.Core.Rbac.Rights;

namespace Scanner.Core.Posture.Composing;

/// <summary>What RBAC comes to: findings about bindings and roles, and who can get into which namespace.</summary>
internal sealed class ComposedRbac
{
    private readonly RbacPosture? _posture;
    private readonly ExposureFinder? _exposures;

    private readonly PartTable<RbacSubject, RbacGrant> _grants;
    private readonly PartTable<Escalation[], Escalation> _escalations;

    // Of no subject in particular.
    private readonly PartTable<DanglingBinding[], DanglingBinding> _dangling;
    private readonly PartTable<JudgedAggregation[], JudgedAggregation> _aggregations;

    private readonly ImmutableDictionary<string, ImmutableArray<Finding>> _byNamespace;
    private readonly ImmutableDictionary<string, AggregatedSource> _aggregated;

    /// <param name="posture">Null when RBAC was not looked at.</param>
    /// <param name="before">Whose parts can be used again; null for none.</param>
    public ComposedRbac(RbacPosture? posture, PartJudge judge, ComposedRbac? before)
    {
        _posture = posture;
        posture ??= RbacPosture.Empty;
        _exposures = _posture is null ? null : new ExposureFinder(posture, before?._exposures);
        _aggregated = Sources(posture.Aggregated, before);
        _grants = new(
            Outside(posture), WidestGrants, (subject, grant) => judge.Judge(new JudgedGrant(subject, grant, Behind(grant))),
            before?._grants, alike: _aggregated == before?._aggregated);
        _escalations = new(Steps(posture), static e => e, (_, escalation) => judge.Judge(escalation), before?._escalations);
        _dangling = new([KeyValuePair.Create(default(Subject), Source(posture.Dangling))], static d => d, (_, dangling) => judge.Judge(dangling), before?._dangling);
        // What is said of them depends on who is bound.
        JudgedAggregation[] aggregations = [.. posture.Aggregated.Select(a => new JudgedAggregation(a, Holders(a)))];
        _aggregations = new([KeyValuePair.Create(default(Subject), aggregations)], static a => a, (_, aggregation) => judge.Judge(aggregation), before?._aggregations);
        Gone = [.. _grants.Gone, .. _escalations.Gone, .. _dangling.Gone, .. _aggregations.Gone];
        Come = [.. _grants.Come, .. _escalations.Come, .. _dangling.Come, .. _aggregations.Come];
        _byNamespace = ByNamespace(before?._byNamespace ?? ImmutableDictionary<string, ImmutableArray<Finding>>.Empty);
        Changed = before?._posture is null || _exposures?.Changed is not { } changed ? null : [.. changed, .. Gone.Concat(Come).Select(f => f.Namespace ?? "")];
    }

    /// <summary>Namespaces of which the one before this says something else; null where that may be any.</summary>
    public HashSet<string>? Changed { get; }

    public IEnumerable<PartFindings> Parts => [.. _grants.Parts, .. _escalations.Parts, .. _dangling.Parts, .. _aggregations.Parts];

    public IEnumerable<Finding> Findings => Parts.SelectMany(p => p.Findings);

    /// <summary>Findings that the one before had, and this one does not.</summary>
    public ImmutableArray<Finding> Gone { get; }

    /// <summary>Findings that the one before did not have.</summary>
    public ImmutableArray<Finding> Come { get; }

    public bool IsOf(RbacPosture? posture) => ReferenceEquals(posture, _posture);

    /// <summary>Findings about RoleBindings of a namespace.</summary>
    public ImmutableArray<Finding> In(string ns) => _byNamespace.GetValueOrDefault(ns, []);

    public NamespaceExposure? ExposureOf(NamespacePosture ns) => _exposures?.Of(ns);

    // A namespace that has gone leaves nothing behind.
    private ImmutableDictionary<string, ImmutableArray<Finding>> ByNamespace(ImmutableDictionary<string, ImmutableArray<Finding>> before)
    {
        var all = before.ToBuilder();
        // As many may go at once as there are subjects.
        foreach (var gone in Gone.ToLookup(f => f.Namespace ?? ""))
        {
            all[gone.Key] = all[gone.Key].RemoveAll(new HashSet<Finding>(gone, ReferenceEqualityComparer.Instance).Contains);
            if (all[gone.Key].IsEmpty)
                all.Remove(gone.Key);
        }

        foreach (var come in Come.ToLookup(f => f.Namespace ?? ""))
            all[come.Key] = all.TryGetValue(come.Key, out var others) ? others.AddRange(come) : [.. come];
        return all.ToImmutable();
    }

    private AggregatedSource? Behind(RbacGrant grant) => grant.Role is { Namespace: null } role ? _aggregated.GetValueOrDefault(role.Name) : null;

    /// <summary>Of each binding the widest.</summary>
    private static IEnumerable<RbacGrant> WidestGrants(RbacSubject subject)
    {
        RbacGrant? widest = null;
        // Those of one binding come one after the other.
        foreach (var grant in subject.Grants.Where(static g => !g.IsVoid && g.Binding is not null))
        {
            if (widest is not null && widest.Binding != grant.Binding)
                yield return widest;
            if (widest is null || widest.Binding != grant.Binding || (widest.Pods is not null && grant.Pods is null))
                widest = grant;
        }

        if (widest is not null)
            yield return widest;
    }

    /// <summary>Those who are no part of the control plane.</summary>
    private static IEnumerable<KeyValuePair<Subject, RbacSubject>> Outside(RbacPosture posture)
    {
        foreach (var subject in posture.Subjects)
        {
            if (!subject.Value.System)
                yield return subject;
        }
    }

    private static IEnumerable<KeyValuePair<Subject, Escalation[]>> Steps(RbacPosture posture)
    {
        foreach (var (subject, steps) in posture.Escalations)
            yield return new(subject, Source(steps));
    }

    // The same object as long as the list is the same.
    private static T[] Source<T>(ImmutableArray<T> things) => ImmutableCollectionsMarshal.AsArray(things)!;

    // Compared by reference with those before, so that nothing is judged again where nothing changed.
    private static ImmutableDictionary<string, AggregatedSource> Sources(ImmutableArray<AggregatedSource> all, ComposedRbac? before)
    {
        var sources = ImmutableDictionary.CreateBuilder<string, AggregatedSource>();
        foreach (var source in all)
        {
            foreach (var role in source.Into)
                sources.TryAdd(role, source);
        }

        var known = before?._aggregated ?? ImmutableDictionary<string, AggregatedSource>.Empty;
        return known.Count == sources.Count && sources.All(s => s.Value.Equals(known.GetValueOrDefault(s.Key))) ? known : sources.ToImmutable();
    }

    private int Holders(AggregatedSource source) => _posture!.Subjects.Values
        .Count(s => !s.System && s.Grants.Any(g => !g.IsVoid && g.Role is { Namespace: null } role && source.Into.Contains(role.Name)));
}
