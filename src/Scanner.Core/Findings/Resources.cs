using Scanner.Core.Cluster;
using Scanner.Core.Rbac.Facts;

namespace Scanner.Core.Findings;

/// <summary>References to the objects that findings are about.</summary>
internal static class Resources
{
    private const string Rbac = "rbac.authorization.k8s.io/v1";

    public static ResourceReference Namespace(string name) => new("v1", "Namespace", null, name);

    public static ResourceReference Pod(string ns, string name) => new("v1", "Pod", ns, name);

    public static ResourceReference Binding(ObjectName binding) =>
        new(Rbac, binding.Namespace is null ? "ClusterRoleBinding" : "RoleBinding", binding.Namespace, binding.Name);

    public static ResourceReference ClusterRole(string name) => new(Rbac, "ClusterRole", null, name);

    /// <summary>The scanner's own role.</summary>
    public static ResourceReference OwnRole { get; } = ClusterRole("ephemeral-scanner");
}
