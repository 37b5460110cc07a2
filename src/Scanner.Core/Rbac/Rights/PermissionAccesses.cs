using System.Collections.Immutable;

namespace Scanner.Core.Rbac.Rights;

/// <summary>What each <see cref="Permission"/> is in terms of RBAC; several accesses where any of them will do.</summary>
internal static class PermissionAccesses
{
    private const string Core = "";
    private const string Rbac = "rbac.authorization.k8s.io";
    private const string Authentication = "authentication.k8s.io";
    private const string EphemeralContainers = "pods/ephemeralcontainers";

    /// <summary>To start a pod, which is another way to run a privileged container where policy lets it.</summary>
    public static ResourceAccess CreatePods { get; } = new("create", Core, "pods");

    public static int Count { get; } = Enum.GetValues<Permission>().Length;

    public static ImmutableArray<(Permission Permission, ResourceAccess Access)> All { get; } =
    [
        (Permission.PatchEphemeralContainers, new("patch", Core, EphemeralContainers)),
        (Permission.UpdateEphemeralContainers, new("update", Core, EphemeralContainers)),

        (Permission.EscalateRoles, new("escalate", Rbac, "roles")),
        (Permission.EscalateClusterRoles, new("escalate", Rbac, "clusterroles")),
        (Permission.ChangeRoles, new("update", Rbac, "roles")),
        (Permission.ChangeRoles, new("patch", Rbac, "roles")),
        (Permission.ChangeClusterRoles, new("update", Rbac, "clusterroles")),
        (Permission.ChangeClusterRoles, new("patch", Rbac, "clusterroles")),

        (Permission.BindRoles, new("bind", Rbac, "roles")),
        (Permission.BindClusterRoles, new("bind", Rbac, "clusterroles")),
        (Permission.CreateRoleBindings, new("create", Rbac, "rolebindings")),
        (Permission.CreateClusterRoleBindings, new("create", Rbac, "clusterrolebindings")),
        (Permission.ChangeRoleBindings, new("update", Rbac, "rolebindings")),
        (Permission.ChangeRoleBindings, new("patch", Rbac, "rolebindings")),
        (Permission.ChangeClusterRoleBindings, new("update", Rbac, "clusterrolebindings")),
        (Permission.ChangeClusterRoleBindings, new("patch", Rbac, "clusterrolebindings")),

        // https://kubernetes.io/docs/reference/access-authn-authz/user-impersonation/: the plain verb on the core group,
        (Permission.ImpersonateUsers, new("impersonate", Core, "users")),
        (Permission.ImpersonateGroups, new("impersonate", Core, "groups")),
        (Permission.ImpersonateServiceAccounts, new("impersonate", Core, "serviceaccounts")),
        // the constrained ones on authentication.k8s.io, each with a second right on what is done in the other's name.
        (Permission.ImpersonateUserInfoUsers, new("impersonate:user-info", Authentication, "users")),
        (Permission.ImpersonateUserInfoGroups, new("impersonate:user-info", Authentication, "groups")),
        (Permission.ImpersonateServiceAccountMode, new("impersonate:serviceaccount", Authentication, "serviceaccounts")),
        (Permission.OnUserInfo, new("impersonate-on:user-info:patch", Core, EphemeralContainers)),
        (Permission.OnUserInfo, new("impersonate-on:user-info:update", Core, EphemeralContainers)),
        (Permission.OnServiceAccount, new("impersonate-on:serviceaccount:patch", Core, EphemeralContainers)),
        (Permission.OnServiceAccount, new("impersonate-on:serviceaccount:update", Core, EphemeralContainers)),

        (Permission.CreateTokens, new("create", Core, "serviceaccounts/token")),
    ];
}
