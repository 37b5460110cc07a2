using System.Collections.Immutable;

namespace Scanner.Simulator.Catalog;

/// <summary>A subresource as discovery describes it.</summary>
/// <param name="ApiVersion">Set where it takes a kind of another API, such as <c>policy/v1</c> for evictions.</param>
internal sealed record SubresourceType(string Name, string Kind, ImmutableArray<string> Verbs, string? ApiVersion);
