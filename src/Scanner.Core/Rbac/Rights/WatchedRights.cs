using System.Collections.Immutable;

namespace Scanner.Core.Rbac.Rights;

/// <summary>What each <see cref="Right"/> is in terms of RBAC; several accesses where any of them will do.</summary>
internal static class WatchedRights
{
    private const string Core = "";
    private const string Rbac = "rbac.authorization.k8s.io";
    private const string Authentication = "authentication.k8s.io";
    private const string EphemeralContainers = "pods/ephemeralcontainers";

    public static int Count { get; } = Enum.GetValues<Right>().Length;

    public static ImmutableArray<(Right Right, ResourceAccess Access)> All { get; } =
    [
        (Right.PatchEphemeralContainers, new("patch", Core, EphemeralContainers)),
        (Right.UpdateEphemeralContainers, new("update", Core, EphemeralContainers)),

        (Right.EscalateRoles, new("escalate", Rbac, "roles")),
        (Right.EscalateClusterRoles, new("escalate", Rbac, "clusterroles")),
        (Right.ChangeRoles, new("update", Rbac, "roles")),
        (Right.ChangeRoles, new("patch", Rbac, "roles")),
        (Right.ChangeClusterRoles, new("update", Rbac, "clusterroles")),
        (Right.ChangeClusterRoles, new("patch", Rbac, "clusterroles")),

        (Right.BindRoles, new("bind", Rbac, "roles")),
        (Right.BindClusterRoles, new("bind", Rbac, "clusterroles")),
        (Right.CreateRoleBindings, new("create", Rbac, "rolebindings")),
        (Right.CreateClusterRoleBindings, new("create", Rbac, "clusterrolebindings")),
        (Right.ChangeRoleBindings, new("update", Rbac, "rolebindings")),
        (Right.ChangeRoleBindings, new("patch", Rbac, "rolebindings")),
        (Right.ChangeClusterRoleBindings, new("update", Rbac, "clusterrolebindings")),
        (Right.ChangeClusterRoleBindings, new("patch", Rbac, "clusterrolebindings")),

        // https://kubernetes.io/docs/reference/access-authn-authz/user-impersonation/: the plain verb on the core group,
        (Right.ImpersonateUsers, new("impersonate", Core, "users")),
        (Right.ImpersonateGroups, new("impersonate", Core, "groups")),
        (Right.ImpersonateServiceAccounts, new("impersonate", Core, "serviceaccounts")),
        // the constrained ones on authentication.k8s.io, each with a second right on what is done in the other's name.
        (Right.ImpersonateUserInfoUsers, new("impersonate:user-info", Authentication, "users")),
        (Right.ImpersonateUserInfoGroups, new("impersonate:user-info", Authentication, "groups")),
        (Right.ImpersonateServiceAccountMode, new("impersonate:serviceaccount", Authentication, "serviceaccounts")),
        (Right.OnUserInfo, new("impersonate-on:user-info:patch", Core, EphemeralContainers)),
        (Right.OnUserInfo, new("impersonate-on:user-info:update", Core, EphemeralContainers)),
        (Right.OnServiceAccount, new("impersonate-on:serviceaccount:patch", Core, EphemeralContainers)),
        (Right.OnServiceAccount, new("impersonate-on:serviceaccount:update", Core, EphemeralContainers)),

        (Right.CreateTokens, new("create", Core, "serviceaccounts/token")),
    ];
}
