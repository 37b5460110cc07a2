namespace Scanner.Decoding;

/// <summary>An object that admission depends on, as far as a change of it must be seen.</summary>
/// <param name="Namespace">Null for a cluster-scoped one, which can reach every namespace.</param>
/// <param name="Content">Differs when uid, generation, labels or annotations do: a new status alone is no change.</param>
internal sealed record GuardFacts(string? Namespace, string Name, ulong Content);
