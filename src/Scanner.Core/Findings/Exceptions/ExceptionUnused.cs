using Scanner.Core.Cluster;

namespace Scanner.Core.Findings.Exceptions;

/// <summary>ES503. No <see cref="IRule"/>: it reads what the rules found. No exception accepts it.</summary>
public static class ExceptionUnused
{
    public static RuleIdentity Identity { get; } = new("ES503", "ExceptionUnused", Severity.Info);

    internal static Finding Expired(AcceptedRisk risk) => Find(
        risk,
        $"the exception for {risk} expired with {risk.Expires:yyyy-MM-dd} (UTC) and accepts nothing any more; its reason was: {risk.Reason}",
        "mend what it accepted and remove it, or decide anew and give it a later date");

    internal static Finding Unmatched(AcceptedRisk risk) => Find(
        risk,
        $"the exception for {risk} matches no finding; its reason is: {risk.Reason}",
        "remove it if what it accepted has been mended, or correct its patterns: the rule, namespace and subject of a finding must all match");

    // Its content names it, not its words: the reason may be put better without being another exception.
    private static Finding Find(AcceptedRisk risk, string message, string remediation) => Identity.Find(
        new ResourceReference("ephemeral-scanner.io/v1", "Exception", null, risk.ToString()),
        message,
        remediation,
        $"{risk.Rule}\n{risk.Namespace}\n{risk.Subject}\n{risk.Expires:yyyy-MM-dd}");
}
