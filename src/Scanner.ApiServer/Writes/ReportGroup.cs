namespace Scanner.ApiServer.Writes;

/// <summary>The APIs that reports are written in; there are no others.</summary>
public enum ReportGroup
{
    /// <summary><c>wgpolicyk8s.io/v1alpha2</c>: PolicyReport and ClusterPolicyReport.</summary>
    PolicyWorkingGroup,

    /// <summary><c>openreports.io/v1alpha1</c>: Report and ClusterReport.</summary>
    OpenReports,
}
