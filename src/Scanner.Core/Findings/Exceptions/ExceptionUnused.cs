using Scanner.Core.Cluster;
using Scanner.Core.Remedies;

namespace Scanner.Core.Findings.Exceptions;

/// <summary>ES503. No <see cref="IRule"/>: it reads what the rules found. No exception accepts it.</summary>
public static class ExceptionUnused
{
    public static RuleIdentity Identity { get; } = new("ES503", "ExceptionUnused", Severity.Info, "it accepts nothing, and hides nothing");

    internal static Finding Expired(ExceptionEntry entry) => Find(
        entry,
        $"the exception for {entry} expired with {entry.Expires:yyyy-MM-dd} (UTC) and accepts nothing any more; its reason was: {entry.Reason}",
        new Remedy.ReviewException(Expired: true));

    internal static Finding Unmatched(ExceptionEntry entry) => Find(
        entry,
        $"the exception for {entry} matches no finding; its reason is: {entry.Reason}",
        new Remedy.ReviewException(Expired: false));

    // Its content names it, not its words: the reason may be put better without being another exception.
    private static Finding Find(ExceptionEntry entry, string message, Remedy remedy) => Identity.Find(
        new ResourceReference("ephemeral-scanner.io/v1", "Exception", null, entry.ToString()),
        message,
        remedy,
        $"{entry.Rule}\n{entry.Namespace}\n{entry.Subject}\n{entry.Expires:yyyy-MM-dd}");
}
