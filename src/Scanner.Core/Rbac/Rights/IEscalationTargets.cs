using Scanner.Core.Rbac.Facts;

namespace Scanner.Core.Rbac.Rights;

/// <summary>What an escalation can lead to: everybody's rights, and the roles and bindings that give the right.</summary>
internal interface IEscalationTargets
{
    /// <summary>Names of ClusterRoles that give the right.</summary>
    IReadOnlyCollection<string> GrantingClusterRoles { get; }

    /// <summary>Roles that give the right.</summary>
    /// <param name="ns">Where they are; null for everywhere.</param>
    IEnumerable<ObjectName> GrantingRoles(string? ns);

    /// <summary>Bindings that give it: ClusterRoleBindings, or RoleBindings.</summary>
    /// <param name="ns">Where the RoleBindings are; null for everywhere.</param>
    IEnumerable<BindingFacts> GrantingBindings(bool cluster, string? ns);

    /// <summary>Where a subject has the right by its own name, to some pod at least.</summary>
    NamespaceReach ReachOf(Subject subject);

    /// <summary>Users, or groups, that have the right.</summary>
    IReadOnlyCollection<Subject> Holders(SubjectKind kind);

    /// <summary>Service accounts that have the right, and their groups that have it.</summary>
    /// <param name="ns">Where the accounts are; null for everywhere.</param>
    /// <param name="names">Of the accounts.</param>
    /// <param name="within">Where their rights count.</param>
    StepTarget Accounts(string? ns, ObjectNames names, NamespaceReach within);
}
