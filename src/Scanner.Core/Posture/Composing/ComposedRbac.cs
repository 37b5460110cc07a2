using System.Collections.Immutable;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Findings;
using Scanner.Core.Rbac.Exposures;
using Scanner.Core.Rbac.Index;

namespace Scanner.Core.Posture.Composing;

/// <summary>What RBAC comes to: findings about bindings and roles, and who can get into which namespace.</summary>
internal sealed class ComposedRbac
{
    private readonly RbacPosture? _posture;
    private readonly ExposureFinder? _exposures;

    // By the thing that was judged. Who has not changed is the same object in the next posture.
    private readonly Dictionary<object, PartFindings> _parts = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, ImmutableArray<Finding>> _byNamespace;

    /// <param name="posture">Null when RBAC was not looked at.</param>
    /// <param name="before">Whose parts can be used again; null for none.</param>
    public ComposedRbac(RbacPosture? posture, PartJudge judge, ComposedRbac? before)
    {
        _posture = posture;
        if (posture is not null)
        {
            _exposures = new ExposureFinder(posture, before?._exposures);
            AddAll(posture.Subjects.Values, judge, before);
            AddAll(posture.Escalations.Values.SelectMany(e => e), judge, before);
            AddAll(posture.Dangling, judge, before);
            AddAll(posture.Aggregated, judge, before);
        }

        Gone = before is null ? [] : [.. before.Without(this)];
        Come = [.. before is null ? Findings : Without(before)];
        _byNamespace = before is null ? [] : new Dictionary<string, ImmutableArray<Finding>>(before._byNamespace);
        foreach (var ns in Gone.ToLookup(f => f.Namespace ?? ""))
            _byNamespace[ns.Key] = In(ns.Key).RemoveRange(ns);
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

    private IEnumerable<Finding> Without(ComposedRbac other) =>
        _parts.Where(p => !other._parts.ContainsKey(p.Key)).SelectMany(p => p.Value.Findings);

    private void AddAll<T>(IEnumerable<T> parts, PartJudge judge, ComposedRbac? before)
        where T : class
    {
        foreach (var part in parts)
            _parts.Add(part, before is not null && before._parts.TryGetValue(part, out var known) ? known : judge.Judge(part));
    }
}
