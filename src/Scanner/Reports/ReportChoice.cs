namespace Scanner.Reports;

/// <summary>What somebody wants of reports; the names are those of the setting.</summary>
internal enum ReportChoice : byte
{
    /// <summary>In the API that the cluster serves; in <c>wgpolicyk8s.io</c> where it serves both.</summary>
    Auto,

    WgPolicyK8s,

    OpenReports,

    /// <summary>No reports.</summary>
    None,
}
