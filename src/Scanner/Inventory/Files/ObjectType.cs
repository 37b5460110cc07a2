using Scanner.Core.Cluster;

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

    /// <summary>
    /// Whether policies can be made of it or look at it: what decides about admission, and what that may take parameters from. Custom
    /// resources may be parameters too.
    /// </summary>
    public bool ConcernsPolicies => AdmissionKinds.Decides(Group, Kind)
        || (Group, Kind) is ("", "Namespace" or "ConfigMap" or "Service") or ("discovery.k8s.io", "EndpointSlice") or ("apps", "Deployment")
        || (Group.Contains('.', StringComparison.Ordinal) && !Group.EndsWith(".k8s.io", StringComparison.Ordinal));

    /// <summary>Empty for the core group.</summary>
    public string Group => ApiVersion.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash ? ApiVersion[..slash] : "";
}
