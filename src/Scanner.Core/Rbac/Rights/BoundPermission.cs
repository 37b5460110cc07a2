using Scanner.Core.Rbac.Facts;

namespace Scanner.Core.Rbac.Rights;

/// <summary>A right that a subject holds by one binding.</summary>
/// <param name="Namespace">Where; null for everywhere.</param>
/// <param name="Names">Of the objects it holds for.</param>
internal sealed record BoundPermission(Permission Permission, string? Namespace, ObjectNames Names, ObjectName Binding, ObjectName Role);
