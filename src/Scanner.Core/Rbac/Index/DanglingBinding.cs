using Scanner.Core.Rbac.Facts;

namespace Scanner.Core.Rbac.Index;

/// <summary>A binding that leads nowhere today, and somewhere as soon as what it names is created.</summary>
/// <param name="Role">What it gives.</param>
/// <param name="RoleIsAbsent">There is no such role.</param>
/// <param name="Absent">The service account that does not exist; null when it is the role.</param>
/// <param name="SharedIndex">Of that account, as of <see cref="RbacGrant"/>.</param>
public sealed record DanglingBinding(ObjectName Binding, ObjectName Role, bool RoleIsAbsent, Subject? Absent, int? SharedIndex = null);
