namespace Scanner.Publishing.Reports;

/// <summary><c>result</c> of one line of a report, by the names of <c>wgpolicyk8s.io/v1alpha2</c> and <c>openreports.io/v1alpha1</c>.</summary>
public enum ReportOutcome
{
    Pass,
    Fail,
    Warn,
    Error,
    Skip,
}
