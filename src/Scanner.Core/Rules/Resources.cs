using Scanner.Core.Posture;

namespace Scanner.Core.Rules;

/// <summary>References to the objects that findings are about.</summary>
internal static class Resources
{
    public static ResourceReference Namespace(string name) => new("v1", "Namespace", null, name);

    public static ResourceReference Pod(string ns, string name) => new("v1", "Pod", ns, name);

    /// <summary>The scanner's own role.</summary>
    public static ResourceReference OwnRole { get; } = new("rbac.authorization.k8s.io/v1", "ClusterRole", null, "ephemeral-scanner");
}
