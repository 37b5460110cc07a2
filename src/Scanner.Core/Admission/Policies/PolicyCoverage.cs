using System.Collections.Immutable;
using Scanner.Core.Cluster;

namespace Scanner.Core.Admission.Policies;

/// <summary>What a policy does about ephemeral containers, and where.</summary>
/// <param name="Engine">One of <see cref="EngineNames"/>.</param>
/// <param name="Kind">The kind of the object, for a constraint the kind that its template makes.</param>
/// <param name="Namespace">Empty for objects of the cluster.</param>
public sealed record PolicyCoverage(string Engine, string Kind, string Namespace, string Name)
{
    /// <summary>Names listed at most; <see cref="EnforcedNamespaceCount"/> counts all.</summary>
    public const int MostNamespaces = 1000;

    public required CoverageKind Coverage { get; init; }

    /// <summary>What it denies is turned away, and not only reported, in some namespace.</summary>
    public bool IsEnforced { get; init; }

    /// <summary>What matched, in words: the rule with its message or expression, or why nothing did.</summary>
    public required string Reason { get; init; }

    /// <summary>The settings that it denies of an ephemeral container, the most dangerous first.</summary>
    public ImmutableArray<string> Variants { get; init; } = [];

    /// <summary>
    /// The settings that it denies of a regular container and not of an ephemeral one. Empty for a gap where nobody knows what it denies.
    /// </summary>
    public ImmutableArray<string> Missed { get; init; } = [];

    /// <summary>It cannot be told which settings: it refuses every ephemeral container.</summary>
    public bool RefusesAll { get; init; }

    /// <summary>
    /// Where it is evaluated for an ephemeral container and its answer binds, in order; <see cref="MostNamespaces"/> at most.
    /// </summary>
    public ImmutableArray<string> EnforcedNamespaces { get; init; } = [];

    public int EnforcedNamespaceCount { get; init; }

    /// <summary>Namespaces listed at most of <see cref="OpenNamespaces"/>.</summary>
    public const int MostOpen = 20;

    /// <summary>
    /// Where it turns regular containers away and lets ephemeral ones pass, or only reports what it covers, in order; <see cref="MostOpen"/> at most.
    /// <see cref="OpenNamespaceCount"/> counts all.
    /// </summary>
    public ImmutableArray<string> OpenNamespaces { get; init; } = [];

    public int OpenNamespaceCount { get; init; }

    /// <summary>
    /// Changes by which it comes to cover ephemeral containers, or to deny what it reports: the policy was run with them. Empty where none is
    /// known.
    /// </summary>
    public ImmutableArray<ObjectPatch> Mends { get; init; } = [];

    /// <summary>
    /// The policy of the kind that its engine advises in its place, which was found to deny the same settings of containers, ephemeral ones
    /// among them: a manifest in JSON. Null where none is known, or nobody asked.
    /// </summary>
    public string? Successor { get; init; }

    /// <summary>Who is left out of it; empty for one that covers nothing, or does not deny.</summary>
    public ImmutableArray<PolicyExemption> Exemptions { get; init; } = [];

    /// <summary>By what others get past it where it denies and nothing else does; empty for one that does not deny privileged ones.</summary>
    public ImmutableArray<PolicyBypass> Bypasses { get; init; } = [];

    /// <summary>It is known to turn privileged ephemeral containers away in a namespace.</summary>
    public bool Guards(string ns) => this is { Coverage: CoverageKind.Covered, IsEnforced: true } && (RefusesAll || Variants.Contains("privileged"))
        && EnforcedNamespaces.BinarySearch(ns, StringComparer.Ordinal) >= 0;

    public bool Equals(PolicyCoverage? other) =>
        other is not null
        && (Engine, Kind, Namespace, Name) == (other.Engine, other.Kind, other.Namespace, other.Name)
        && (Coverage, IsEnforced, Reason, RefusesAll, Successor) == (other.Coverage, other.IsEnforced, other.Reason, other.RefusesAll, other.Successor)
        && (EnforcedNamespaceCount, OpenNamespaceCount) == (other.EnforcedNamespaceCount, other.OpenNamespaceCount)
        && OpenNamespaces.SequenceEqual(other.OpenNamespaces)
        && Mends.SequenceEqual(other.Mends)
        && Exemptions.SequenceEqual(other.Exemptions)
        && Bypasses.SequenceEqual(other.Bypasses)
        && Variants.SequenceEqual(other.Variants)
        && Missed.SequenceEqual(other.Missed)
        && EnforcedNamespaces.SequenceEqual(other.EnforcedNamespaces);

    public override int GetHashCode() => HashCode.Combine(Engine, Kind, Namespace, Name, Coverage, EnforcedNamespaceCount);
}
