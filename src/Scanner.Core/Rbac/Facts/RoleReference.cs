namespace Scanner.Core.Rbac.Facts;

/// <summary>A binding's <c>roleRef</c>.</summary>
/// <param name="IsClusterRole">Kind ClusterRole; else Role, in the binding's own namespace.</param>
public readonly record struct RoleReference(bool IsClusterRole, string Name);
