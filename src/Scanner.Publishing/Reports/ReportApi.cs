namespace Scanner.Publishing.Reports;

/// <summary>An API that reports are written in. Clusters may serve both; one is written.</summary>
/// <param name="Kind">Of a namespace's report.</param>
/// <param name="ClusterKind">Of the report of the cluster.</param>
/// <param name="Resource">Plural, as in paths.</param>
/// <param name="NamesSource">Whether a report as a whole has a <c>source</c>.</param>
public sealed record ReportApi(string Group, string Version, string Kind, string ClusterKind, string Resource, string ClusterResource, bool NamesSource)
{
    /// <summary>https://github.com/kubernetes-sigs/wg-policy-prototypes, policy-report/pkg/api/wgpolicyk8s.io/v1alpha2.</summary>
    public static ReportApi PolicyWorkingGroup { get; } =
        new("wgpolicyk8s.io", "v1alpha2", "PolicyReport", "ClusterPolicyReport", "policyreports", "clusterpolicyreports", NamesSource: false);

    /// <summary>https://github.com/openreports/reports-api, apis/openreports.io/v1alpha1.</summary>
    public static ReportApi OpenReports { get; } =
        new("openreports.io", "v1alpha1", "Report", "ClusterReport", "reports", "clusterreports", NamesSource: true);

    public string ApiVersion => $"{Group}/{Version}";
}
