using System.Collections.Immutable;
using Scanner.ApiServer;
using Scanner.ApiServer.Reviews;
using Scanner.Core.Cluster;
using Scanner.Core.Findings.Exceptions;
using Scanner.Core.Posture;
using Scanner.Core.Posture.Composing;
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
        var parts = new ScanParts
        {
            Cluster = reference with { Version = contact.Version },
            StartedAt = startedAt,
            Now = startedAt,
            Errors = contact.Error is { } error ? [error] : [],
            Exceptions = exceptions,
        };
        if (!contact.IsLost)
            parts = await GatherAsync(parts, namespaces, subject, verify, cancellationToken);
        return Composition.Of(parts with { Duration = time.GetElapsedTime(start), Requests = cluster.RequestsSent }).Result;
    }

    private async Task<ScanParts> GatherAsync(
        ScanParts parts, ImmutableArray<string> namespaces, Subject? subject, int? verify, CancellationToken cancellationToken)
    {
        var rbac = await new RbacGatherer(cluster).GatherAsync(namespaces, cancellationToken);
        var posture = RbacRestriction.To(rbac.Posture, [], subject);
        var differences = verify is { } atOnce ? await new RbacVerifier(reviews).VerifyAsync(posture, atOnce, cancellationToken) : [];
        return parts with { Rbac = posture, Errors = [.. parts.Errors, .. rbac.Errors, .. differences], Missing = rbac.Missing };
    }
}
