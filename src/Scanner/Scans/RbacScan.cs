using System.Collections.Immutable;
using Scanner.ApiServer;
using Scanner.ApiServer.Reviews;
using Scanner.Core.Cluster;
using Scanner.Core.Findings;
using Scanner.Core.Findings.Catalog;
using Scanner.Core.Findings.Exceptions;
using Scanner.Core.Posture;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Index;
using Scanner.Inventory;

namespace Scanner.Scans;

/// <summary>Finds out who can add ephemeral containers, and nothing else.</summary>
internal sealed class RbacScan(IApiServerReader cluster, IAccessReviewClient reviews, TimeProvider time)
{
    /// <param name="namespaces">Only rights that hold there; empty for all.</param>
    /// <param name="subject">Only this subject and its groups; null for all.</param>
    /// <param name="verify">How many lines to confirm at once by access reviews; null for none at all.</param>
    public async Task<ScanResult> RunAsync(
        ImmutableArray<string> namespaces, Subject? subject, int? verify, ExceptionSet exceptions, ClusterReference reference, CancellationToken cancellationToken)
    {
        var (startedAt, start) = (time.GetUtcNow(), time.GetTimestamp());
        var contact = await ServerContact.MakeAsync(cluster, cancellationToken);
        var result = new ScanResult { Cluster = reference with { Version = contact.Version }, StartedAt = startedAt, Duration = TimeSpan.Zero };
        ImmutableArray<ScanError> errors = contact.Error is { } error ? [error] : [];
        if (contact.IsLost)
            return result with { Errors = errors, Requests = cluster.RequestsSent };
        var rbac = await new RbacGatherer(cluster).GatherAsync(namespaces, cancellationToken);
        var posture = RbacRestriction.To(rbac.Posture, [], subject);
        errors = errors.AddRange(rbac.Errors);
        if (verify is { } atOnce)
            errors = errors.AddRange(await new RbacVerifier(reviews).VerifyAsync(posture, atOnce, cancellationToken));
        result = result with
        {
            Duration = time.GetElapsedTime(start),
            Requests = cluster.RequestsSent,
            Errors = errors,
            Rbac = posture,
        };
        return RuleRunner.AddTo(result, rbac.Missing, TimeSpan.MaxValue, startedAt, exceptions);
    }
}
