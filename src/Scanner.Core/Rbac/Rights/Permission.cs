namespace Scanner.Core.Rbac.Rights;

/// <summary>The rights that decide who can add ephemeral containers, and who can come by that right. What each one is: <see cref="PermissionAccesses"/>.</summary>
internal enum Permission : byte
{
    PatchEphemeralContainers,
    UpdateEphemeralContainers,

    EscalateRoles,
    EscalateClusterRoles,
    ChangeRoles,
    ChangeClusterRoles,

    BindRoles,
    BindClusterRoles,
    CreateRoleBindings,
    CreateClusterRoleBindings,
    ChangeRoleBindings,
    ChangeClusterRoleBindings,

    ImpersonateUsers,
    ImpersonateGroups,
    ImpersonateServiceAccounts,

    /// <summary>Constrained impersonation (KEP-5284), of users that are neither nodes nor service accounts.</summary>
    ImpersonateUserInfoUsers,
    ImpersonateUserInfoGroups,
    ImpersonateServiceAccountMode,

    /// <summary>To patch or update <c>pods/ephemeralcontainers</c> as an impersonated user; as a service account.</summary>
    OnUserInfo,
    OnServiceAccount,

    CreateTokens,
}
