using System.Collections.Immutable;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Core.Findings;
using Scanner.Core.Rbac.Exposures;

namespace Scanner.Core.Posture.Composing;

/// <summary>One namespace with its findings. Depends on nothing but the parts that it was composed of, so that it can be kept.</summary>
internal sealed class ComposedNamespace
{
    private readonly NamespaceParts _parts;
    private readonly ImmutableArray<Finding> _bindings;

    // Of all that is said about a namespace only the age of ephemeral containers changes by itself.
    private readonly DateTimeOffset _from = DateTimeOffset.MinValue;
    private readonly DateTimeOffset _until = DateTimeOffset.MaxValue;

    /// <param name="exposure">Who can get into it; null for nobody.</param>
    /// <param name="bindings">Findings about RoleBindings in it.</param>
    public ComposedNamespace(NamespaceParts parts, NamespaceExposure? exposure, ImmutableArray<Finding> bindings, PartJudge judge)
    {
        (_parts, Exposure, _bindings) = (parts, exposure, bindings);
        if (!parts.EphemeralContainers.IsEmpty)
            (_from, _until) = (judge.Now, parts.EphemeralContainers.Min(judge.LingersAfter));
        Own = judge.Judge(new JudgedNamespace(parts.Posture, exposure), parts.EphemeralContainers);
        Posture = parts.Posture with { Findings = [.. Own.Findings.Concat(bindings).Order(Finding.Order).Select(f => f.Id)] };
    }

    public NamespacePosture Posture { get; }

    public NamespaceExposure? Exposure { get; }

    public ImmutableArray<EphemeralContainerRecord> EphemeralContainers => _parts.EphemeralContainers;

    /// <summary>Findings about the namespace and its pods.</summary>
    public PartFindings Own { get; }

    /// <summary>Whether composing these would surely give the same, as long as RBAC comes to the same.</summary>
    /// <param name="now">On a clock that may be set back.</param>
    public bool IsOf(NamespaceParts parts, DateTimeOffset now) =>
        now >= _from && now <= _until && parts.Equals(_parts);

    /// <summary>Whether this is what RBAC comes to.</summary>
    public bool Fits(NamespaceExposure? exposure, ImmutableArray<Finding> bindings) => Equals(exposure, Exposure) && bindings == _bindings;
}
