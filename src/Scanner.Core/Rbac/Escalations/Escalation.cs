using System.Collections.Immutable;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Rights;

namespace Scanner.Core.Rbac.Escalations;

/// <summary>One step by which a subject can come by the right to add ephemeral containers where it does not have it.</summary>
/// <param name="System">The subject is part of the control plane.</param>
/// <param name="Namespace">Where it may take the step; null for everywhere.</param>
/// <param name="Binding">What gives it that.</param>
/// <param name="SharedIndex">As of <see cref="RbacGrant"/>.</param>
/// <param name="Reach">Where the right would then hold, beyond where the subject has it already.</param>
/// <param name="Through">The subjects or roles whose rights it would have, at most <see cref="MostThrough"/>, the widest first.</param>
/// <param name="ThroughCount">How many there are in all.</param>
public sealed record Escalation(
    Subject Subject,
    bool System,
    string? Namespace,
    EscalationKind How,
    ObjectName Binding,
    ObjectName Role,
    int? SharedIndex,
    NamespaceReach Reach,
    ImmutableArray<string> Through,
    int ThroughCount)
{
    public const int MostThrough = 5;

    public string BindingText => Binding.Namespace is null ? $"ClusterRoleBinding {Binding}" : $"RoleBinding {Binding}";

    public string RoleText => Role.Namespace is null ? $"ClusterRole {Role}" : $"Role {Role}";

    public bool Equals(Escalation? other) =>
        ReferenceEquals(this, other)
        || (other is not null
            && (Subject, System, Namespace, How, Binding, Role) == (other.Subject, other.System, other.Namespace, other.How, other.Binding, other.Role)
            && (SharedIndex, ThroughCount) == (other.SharedIndex, other.ThroughCount)
            && Reach.Equals(other.Reach) && Through.SequenceEqual(other.Through));

    public override int GetHashCode() => HashCode.Combine(Subject, Namespace, How, Binding);
}
