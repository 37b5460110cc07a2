using System.Collections.Immutable;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Findings;
using Scanner.Core.Rbac.Exposures;
using Scanner.Core.Rbac.Index;
using Scanner.Core.Rbac.Rights;

namespace Scanner.Core.Posture.Composing;

/// <summary>What RBAC comes to: findings about bindings and roles, and who can get into which namespace.</summary>
internal sealed class ComposedRbac
{
    private readonly RbacPosture? _posture;
    private readonly ExposureFinder? _exposures;

    // By the thing that was judged. What has not changed is the same object in the next posture.
    private readonly Dictionary<object, PartFindings> _parts = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, ImmutableArray<Finding>> _byNamespace;
    private readonly ImmutableDictionary<string, AggregatedSource> _aggregated = ImmutableDictionary<string, AggregatedSource>.Empty;

    /// <param name="posture">Null when RBAC was not looked at.</param>
    /// <param name="before">Whose parts can be used again; null for none.</param>
    public ComposedRbac(RbacPosture? posture, PartJudge judge, ComposedRbac? before)
    {
        _posture = posture;
        if (posture is not null)
        {
            _exposures = new ExposureFinder(posture, before?._exposures);
            _aggregated = Sources(posture.Aggregated, before);
            // Which roles have the right by aggregation matters to what is said of each subject.
            AddAll(posture.Subjects.Values, s => judge.Judge(new JudgedSubject(s, _aggregated)), _aggregated == before?._aggregated ? before : null);
            AddAll(posture.Escalations.Values.SelectMany(e => e), judge.Judge, before);
            AddAll(posture.Dangling, judge.Judge, before);
            // They are few, and what is said of them depends on who is bound.
            AddAll(posture.Aggregated, a => judge.Judge(new JudgedAggregation(a, Holders(a))), null);
        }

        Gone = before is null ? [] : [.. before.Without(this)];
        Come = [.. before is null ? Findings : Without(before)];
        _byNamespace = before is null ? [] : new Dictionary<string, ImmutableArray<Finding>>(before._byNamespace);
        foreach (var ns in Gone.ToLookup(f => f.Namespace ?? ""))
            Take(ns.Key, ns);
        foreach (var ns in Come.ToLookup(f => f.Namespace ?? ""))
            _byNamespace[ns.Key] = In(ns.Key).AddRange(ns);
    }

    public IEnumerable<PartFindings> Parts => _parts.Values;

    public IEnumerable<Finding> Findings => _parts.Values.SelectMany(p => p.Findings);

    /// <summary>Findings that the one before had, and this one does not.</summary>
    public ImmutableArray<Finding> Gone { get; }

    /// <summary>Findings that the one before did not have.</summary>
    public ImmutableArray<Finding> Come { get; }

    public bool IsOf(RbacPosture? posture) => ReferenceEquals(posture, _posture);

    /// <summary>Findings about RoleBindings of a namespace.</summary>
    public ImmutableArray<Finding> In(string ns) => _byNamespace.GetValueOrDefault(ns, []);

    public NamespaceExposure? ExposureOf(NamespacePosture ns) => _exposures?.Of(ns);

    // As many may go at once as there are subjects. A namespace that has gone leaves nothing behind.
    private void Take(string ns, IEnumerable<Finding> gone)
    {
        var left = In(ns).RemoveAll(new HashSet<Finding>(gone, ReferenceEqualityComparer.Instance).Contains);
        if (left.IsEmpty)
            _byNamespace.Remove(ns);
        else
            _byNamespace[ns] = left;
    }

    private IEnumerable<Finding> Without(ComposedRbac other) => _parts
        .Where(p => !other._parts.TryGetValue(p.Key, out var found) || !ReferenceEquals(found, p.Value))
        .SelectMany(p => p.Value.Findings);

    private void AddAll<T>(IEnumerable<T> parts, Func<T, PartFindings> judge, ComposedRbac? before)
        where T : class
    {
        foreach (var part in parts)
            _parts.Add(part, before is not null && before._parts.TryGetValue(part, out var known) ? known : judge(part));
    }

    // Compared by reference with those before, so that nothing is judged again where nothing changed.
    private static ImmutableDictionary<string, AggregatedSource> Sources(ImmutableArray<AggregatedSource> all, ComposedRbac? before)
    {
        var sources = ImmutableDictionary.CreateBuilder<string, AggregatedSource>();
        foreach (var source in all)
        {
            foreach (var role in source.Into)
                sources.TryAdd(role, source);
        }

        var known = before?._aggregated;
        return known is not null && known.Count == sources.Count && sources.All(s => s.Value.Equals(known.GetValueOrDefault(s.Key))) ? known : sources.ToImmutable();
    }

    private int Holders(AggregatedSource source) => _posture!.Subjects.Values
        .Count(s => !s.System && s.Grants.Any(g => !g.IsVoid && g.Role is { Namespace: null } role && source.Into.Contains(role.Name)));
}
