using System.Collections.Immutable;

namespace Scanner.Core.Rbac.Facts;

/// <summary>What we keep of one RoleBinding, or of one ClusterRoleBinding (<see cref="ObjectName.Namespace"/> null).</summary>
/// <param name="Subjects">A service account without a namespace has the binding's own, as the authorizer takes it; unknown kinds are left out.</param>
public sealed record BindingFacts(ObjectName Name, RoleReference Role, ImmutableArray<Subject> Subjects)
{
    public bool IsClusterRoleBinding => Name.Namespace is null;

    /// <summary>The role that it gives.</summary>
    public ObjectName RoleName => new(Role.IsClusterRole ? null : Name.Namespace, Role.Name);

    /// <summary>Where it lists a subject, if it lists others too; null when it lists nobody else.</summary>
    public int? SharedIndex(Subject subject) => Subjects.Length > 1 ? Subjects.IndexOf(subject) : null;

    public bool Equals(BindingFacts? other) =>
        other is not null && Name == other.Name && Role == other.Role && Subjects.SequenceEqual(other.Subjects);

    public override int GetHashCode() => HashCode.Combine(Name, Role, Subjects.Length);

    /// <summary><c>RoleBinding NAMESPACE/NAME</c> or <c>ClusterRoleBinding NAME</c>.</summary>
    public override string ToString() => IsClusterRoleBinding ? $"ClusterRoleBinding {Name}" : $"RoleBinding {Name}";
}
