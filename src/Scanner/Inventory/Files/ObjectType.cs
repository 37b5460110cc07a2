namespace Scanner.Inventory.Files;

/// <summary>What kind of object something is.</summary>
/// <param name="ApiVersion">For example <c>v1</c> or <c>apps/v1</c>.</param>
internal readonly record struct ObjectType(string ApiVersion, string Kind)
{
    private const string RbacGroup = "rbac.authorization.k8s.io";

    /// <summary>What can be read of it; any version of a group will do, as the fields that are read never changed.</summary>
    public ReadableKind Readable => (Group, Kind) switch
    {
        ("", "Namespace") => ReadableKind.Namespace,
        ("", "Pod") => ReadableKind.Pod,
        ("", "ServiceAccount") => ReadableKind.ServiceAccount,
        (RbacGroup, "Role") => ReadableKind.Role,
        (RbacGroup, "ClusterRole") => ReadableKind.ClusterRole,
        (RbacGroup, "RoleBinding") => ReadableKind.RoleBinding,
        (RbacGroup, "ClusterRoleBinding") => ReadableKind.ClusterRoleBinding,
        _ => ReadableKind.None,
    };

    /// <summary>Empty for the core group.</summary>
    public string Group => ApiVersion.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash ? ApiVersion[..slash] : "";
}
