using Scanner.Reports;

namespace Scanner.Worker.Reports;

/// <summary>What RBAC has to grant for reports.</summary>
internal static class ReportRights
{
    public static string Rule(ReportTarget target) => Rule(target.Api.Group, $"{target.Api.Resource}\", \"{target.Api.ClusterResource}");

    public static string Rule(string group, string resource) =>
        $"{{apiGroups: [\"{group}\"], resources: [\"{resource}\"], verbs: [\"list\", \"watch\", \"create\", \"patch\", \"delete\"]}}";
}
