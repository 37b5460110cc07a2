namespace Scanner.ApiServer.Reflectors;

/// <summary>An object within its resource.</summary>
/// <param name="Namespace">Null for a cluster-scoped one.</param>
public readonly record struct ObjectKey(string? Namespace, string Name);
