using System.Collections.Immutable;
using Scanner.ApiServer;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Reviews;
using Scanner.ApiServer.Transport;
using Scanner.Core.Cluster;
using Scanner.Core.Findings.Exceptions;
using Scanner.Core.Posture;
using Scanner.Core.Posture.Composing;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Index;
using Scanner.Decoding;
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
        var parts = new ScanParts
        {
            Cluster = reference,
            StartedAt = startedAt,
            Now = startedAt,
            Exceptions = exceptions,
        };
        try
        {
            var contact = await ServerContact.MakeAsync(cluster, cancellationToken);
            parts = contact.AddTo(parts);
            if (!contact.IsLost)
                parts = await GatherAsync(parts, namespaces, subject, verify, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            parts = parts with { Errors = [.. parts.Errors, ScanError.Interrupted] };
        }

        return Composition.Of(parts with { Duration = time.GetElapsedTime(start), Requests = cluster.RequestsSent }).Result;
    }

    private async Task<ScanParts> GatherAsync(
        ScanParts parts, ImmutableArray<string> namespaces, Subject? subject, int? verify, CancellationToken cancellationToken)
    {
        var rbac = await new RbacGatherer(cluster).GatherAsync(namespaces, cancellationToken);
        var posture = RbacRestriction.To(rbac.Posture, [], subject);
        parts = parts with { Rbac = posture, Errors = [.. parts.Errors, .. rbac.Errors], Missing = rbac.Missing };
        if (cancellationToken.IsCancellationRequested)
            return parts with { Errors = [.. parts.Errors, ScanError.Interrupted] };
        return parts with { Errors = [.. parts.Errors, .. await AbsentAsync(namespaces, cancellationToken), .. await VerifyAsync(posture, verify, cancellationToken)] };
    }

    private async Task<ImmutableArray<ScanError>> VerifyAsync(RbacPosture posture, int? atOnce, CancellationToken cancellationToken)
    {
        try
        {
            return atOnce is { } limit ? await new RbacVerifier(reviews).VerifyAsync(posture, limit, cancellationToken) : [];
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The lines stand, unconfirmed.
            return [ScanError.Interrupted];
        }
    }

    // Nobody has a right in a namespace that does not exist: a typing error must not read like good news. Who may not look is not told.
    private async Task<List<ScanError>> AbsentAsync(ImmutableArray<string> namespaces, CancellationToken cancellationToken)
    {
        List<ScanError> absent = [];
        foreach (var name in namespaces.Distinct())
        {
            var answer = await cluster.GetAsync(ResourcePath.Core("namespaces", name: name), new NamespaceReader(), cancellationToken);
            if (answer is ApiAnswer<NamespaceFacts>.Refused { Status.Code: 404 })
                absent.Add(new ScanError(ScanStep.Get($"namespace {name}"), answer.Describe()));
        }

        return absent;
    }
}
