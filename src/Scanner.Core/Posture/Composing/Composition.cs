using System.Collections.Immutable;
using Scanner.Core.Findings;
using Scanner.Core.Findings.Exceptions;
using Scanner.Core.Rbac.Exposures;

namespace Scanner.Core.Posture.Composing;

/// <summary>
/// Composes a result of its parts, for every command and for the worker. Pure: the result depends on the parts alone. A composition keeps
/// what it made of each part, so that the next one makes anew only what changed.
/// </summary>
public sealed class Composition
{
    private readonly PartJudge _judge;
    private readonly ComposedRbac _rbac;
    private readonly ComposedNamespaces _namespaces;

    private readonly ComposedPolicies _policies;

    // Findings about the whole: missing permissions, policies, which are few, and exceptions that are of no use.
    private readonly ImmutableArray<Finding> _whole;

    private Composition(ScanParts parts, Composition? before)
    {
        _judge = new PartJudge(parts);
        before = before is not null && !parts.NamespacesOnly && before._judge.IsLike(_judge) ? before : null;
        _rbac = before is not null && before._rbac.IsOf(parts.Rbac) ? before._rbac : new ComposedRbac(parts.Rbac, _judge, before?._rbac);
        _namespaces = new ComposedNamespaces(parts.Namespaces, _rbac, _judge, before?._namespaces, ReferenceEquals(_rbac, before?._rbac) ? [] : _rbac.Changed);
        _policies = before is not null && before._policies.IsOf(parts) ? before._policies : new ComposedPolicies(parts, _judge);
        var scan = WithoutFindings(parts);
        List<PartFindings> spots =
        [
            .. scan.BlindSpots.Select(_judge.Judge),
            .. _policies.Parts,
            _judge.Judge(parts.Fence),
        ];
        _whole = [.. spots.SelectMany(s => s.Findings), .. _judge.Exceptions.Unused(Used(spots), scan.Complete)];
        Result = scan with { Findings = before is null ? AllFindings(parts.NamespacesOnly) : ChangedFindings(before) };
    }

    public ScanResult Result { get; }

    public static Composition Of(ScanParts parts) => new(parts, null);

    /// <summary>The composition of other parts, made of this one as far as it can be.</summary>
    public Composition Next(ScanParts parts) => new(parts, this);

    private ScanResult WithoutFindings(ScanParts parts)
    {
        var namespaces = _namespaces.All.Select(n => n.Posture).ToImmutableArray();
        return new ScanResult
        {
            Cluster = parts.Cluster,
            StartedAt = parts.StartedAt,
            Duration = parts.Duration,
            Requests = parts.Requests,
            Errors = parts.Errors,
            NotRead = parts.NotRead,
            Namespaces = namespaces,
            EphemeralContainers = [.. _namespaces.EphemeralContainers],
            Engines = parts.Engines,
            Policies = parts.Policies,
            UnreadPolicies = parts.UnreadPolicies,
            Rbac = parts.Rbac,
            Exposures = [.. _namespaces.All.Select(n => n.Exposure).OfType<NamespaceExposure>()],
            BlindSpots = BlindSpot.Of(parts.Missing, namespaces),
        };
    }

    private ImmutableArray<Finding> AllFindings(bool namespacesOnly)
    {
        var rbac = namespacesOnly ? _namespaces.All.SelectMany(n => _rbac.In(n.Posture.Name)) : _rbac.Findings;
        return OrderedFindings.Sort(_namespaces.All.SelectMany(n => n.Own.Findings).Concat(rbac).Concat(_whole));
    }

    private ImmutableArray<Finding> ChangedFindings(Composition before)
    {
        var sameRbac = ReferenceEquals(_rbac, before._rbac);
        var gone = _namespaces.Gone.Concat(sameRbac ? [] : _rbac.Gone).Concat(before._whole);
        var come = _namespaces.Come.Concat(sameRbac ? [] : _rbac.Come).Concat(_whole);
        return OrderedFindings.Replace(before.Result.Findings, gone, come);
    }

    private HashSet<ExceptionEntry> Used(IEnumerable<PartFindings> spots)
    {
        var used = new HashSet<ExceptionEntry>();
        if (_judge.Exceptions.Valid.IsEmpty)
            return used;
        foreach (var part in _namespaces.All.Select(n => n.Own).Concat(_rbac.Parts).Concat(spots))
            used.UnionWith(part.Used);
        return used;
    }
}
