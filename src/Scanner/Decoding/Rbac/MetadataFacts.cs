using System.Collections.Immutable;

namespace Scanner.Decoding.Rbac;

/// <summary>What is kept of an object's metadata.</summary>
/// <param name="Namespace">Null for a cluster-scoped object.</param>
internal readonly record struct MetadataFacts(string Name, string? Namespace, ImmutableSortedDictionary<string, string> Labels);
