using System.Collections.Immutable;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Core.Posture;
using Scanner.Core.Remedies;

namespace Scanner.Inventory;

/// <summary>What the lists gave.</summary>
/// <param name="Namespaces">In scope, in name order.</param>
/// <param name="Labels">Of the namespaces, by name; one that may not be read is not among them.</param>
/// <param name="Pods">Of those namespaces; only the one that was asked for, where one was.</param>
/// <param name="Unlisted">Namespaces whose pods are not all known, and why: nothing may be concluded from what is missing there.</param>
internal sealed record ClusterInventory(
    ImmutableArray<NamespaceFacts> Namespaces,
    ImmutableDictionary<string, ImmutableDictionary<string, string>> Labels,
    PodsByNamespace Pods,
    ImmutableDictionary<string, Unlisted> Unlisted,
    ImmutableArray<ScanError> Errors,
    ImmutableArray<MissingPermission> Missing);
