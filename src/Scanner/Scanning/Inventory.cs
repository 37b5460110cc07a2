using System.Collections.Immutable;
using Scanner.Core.Facts;
using Scanner.Core.Posture;
using Scanner.Core.Rules;

namespace Scanner.Scanning;

/// <summary>What the lists gave.</summary>
/// <param name="Namespaces">In scope, in name order.</param>
/// <param name="Pods">Of those namespaces.</param>
/// <param name="Unlisted">Namespaces whose pods are not all known, and why: nothing may be concluded from what is missing there.</param>
internal sealed record Inventory(
    ImmutableArray<NamespaceFacts> Namespaces,
    PodsByNamespace Pods,
    ImmutableDictionary<string, Unlisted> Unlisted,
    ImmutableArray<ScanError> Errors,
    ImmutableArray<MissingPermission> Missing);
