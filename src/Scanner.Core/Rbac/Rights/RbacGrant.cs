using System.Collections.Immutable;
using Scanner.Core.Rbac.Facts;

namespace Scanner.Core.Rbac.Rights;

/// <summary>The right of one subject to add ephemeral containers, by one binding.</summary>
/// <param name="Namespace">Where; null for everywhere.</param>
/// <param name="Pods">Names of the only pods it holds for, sorted; null for all. The empty name is that of a request without one, which no pod has; names that none can have are there only where there are no others.</param>
/// <param name="Binding">A RoleBinding, or with a null namespace a ClusterRoleBinding; null for what the API server has built in.</param>
/// <param name="Role">A Role, or with a null namespace a ClusterRole; null likewise.</param>
/// <param name="IsWildcard">The role does not name the resource: it gives this among everything else.</param>
/// <param name="SharedIndex">Where the binding lists the subject, if it lists others too; null when it lists nobody else.</param>
public sealed record RbacGrant(
    string? Namespace, AddVerbs Verbs, ImmutableArray<string>? Pods, ObjectName? Binding, ObjectName? Role, bool IsWildcard = false, int? SharedIndex = null)
{
    /// <summary>In the place of a binding and a role for what no object gives.</summary>
    public const string BuiltIn = "none (built into the API server)";

    /// <summary>It holds for no pod that there can be.</summary>
    public bool IsVoid => Pods is { } pods && !pods.Any(DnsName.IsSubdomain);

    public string BindingText => Binding is not { } binding ? BuiltIn
        : binding.Namespace is null ? $"ClusterRoleBinding {binding}" : $"RoleBinding {binding}";

    public string RoleText => Role is not { } role ? BuiltIn : role.Namespace is null ? $"ClusterRole {role}" : $"Role {role}";

    public bool Equals(RbacGrant? other) =>
        ReferenceEquals(this, other)
        || (other is not null && (Namespace, Verbs, Binding, Role) == (other.Namespace, other.Verbs, other.Binding, other.Role)
            && (IsWildcard, SharedIndex) == (other.IsWildcard, other.SharedIndex)
            && Pods.HasValue == other.Pods.HasValue && (Pods is not { } pods || pods.SequenceEqual(other.Pods!.Value)));

    public override int GetHashCode() => HashCode.Combine(Namespace, Verbs, Binding, Role);
}
