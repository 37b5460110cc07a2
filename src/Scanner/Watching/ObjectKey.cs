namespace Scanner.Watching;

/// <summary>An object within its resource.</summary>
/// <param name="Namespace">Null for a cluster-scoped one.</param>
internal readonly record struct ObjectKey(string? Namespace, string Name);
