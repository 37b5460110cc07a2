using Scanner.ApiServer.Reflectors;
using Scanner.Core.Cluster;
using Scanner.Inventory;

namespace Scanner.Worker.Figures;

/// <summary>The closed set of resources that labels name, as RBAC writes them: <c>resource.group</c>.</summary>
internal static class ResourceLabel
{
    /// <summary>Whatever is in no set: a request for it is none that this program is known to send.</summary>
    private const string Other = "other";

    private static readonly HashSet<string> s_core =
        ["namespaces", "pods", "pods/ephemeralcontainers", "serviceaccounts", "version", "discovery"];

    private static readonly HashSet<string> s_named =
    [
        .. new[] { "roles", "clusterroles", "rolebindings", "clusterrolebindings" }.Select(r => $"{r}.{RbacGatherer.Group}"),
        "leases.coordination.k8s.io",
        "tokenreviews.authentication.k8s.io",
        "subjectaccessreviews.authorization.k8s.io",
        "events.events.k8s.io",
        "policyreports.wgpolicyk8s.io",
        "clusterpolicyreports.wgpolicyk8s.io",
        "reports.openreports.io",
        "clusterreports.openreports.io",
    ];

    public static string Of(WatchTarget target) => Of(target.Path.Group, target.Path.Resource);

    public static string Of(string group, string resource)
    {
        if (group.Length == 0)
            return s_core.Contains(resource) ? resource : Other;
        // Engines make resources of their own of their users' templates: these share one label.
        if (AdmissionKinds.Find(group, resource) is { } kind)
            return $"{kind.Resource}.{group}";
        var name = $"{resource}.{group}";
        return s_named.Contains(name) ? name : Other;
    }
}
