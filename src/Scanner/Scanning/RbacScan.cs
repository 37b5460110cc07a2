using System.Collections.Immutable;
using Scanner.Core.Analysis.Rbac;
using Scanner.Core.Facts.Rbac;
using Scanner.Core.Posture;
using Scanner.Core.Rules;
using Scanner.Core.Rules.Exceptions;
using Scanner.Kubernetes;
using Scanner.Kubernetes.Answers;
using Scanner.Kubernetes.Discovery;
using Scanner.Kubernetes.Reviews;

namespace Scanner.Scanning;

/// <summary>Finds out who can add ephemeral containers, and nothing else.</summary>
internal sealed class RbacScan(IKubernetesReader cluster, IAccessReviewClient reviews, TimeProvider time)
{
    /// <param name="namespaces">Only rights that hold there; empty for all.</param>
    /// <param name="subject">Only this subject and its groups; null for all.</param>
    /// <param name="verify">How many lines to confirm at once by access reviews; null for none at all.</param>
    public async Task<ScanResult> RunAsync(
        ImmutableArray<string> namespaces, Subject? subject, int? verify, ExceptionSet exceptions, ClusterReference reference, CancellationToken cancellationToken)
    {
        var (startedAt, start) = (time.GetUtcNow(), time.GetTimestamp());
        var version = await cluster.GetVersionAsync(cancellationToken);
        var result = new ScanResult { Cluster = reference, StartedAt = startedAt, Duration = TimeSpan.Zero };
        if (version is ApiAnswer<ServerVersion>.Failed or ApiAnswer<ServerVersion>.Refused { Status.Code: 401 })
            return result with { Errors = [new ScanError("connect", version.Describe())], Requests = cluster.RequestsSent };
        var rbac = await new RbacGatherer(cluster).GatherAsync(namespaces, cancellationToken);
        var posture = RbacRestriction.To(rbac.Posture, namespaces, subject);
        var errors = rbac.Errors;
        if (verify is { } atOnce)
            errors = errors.AddRange(await new RbacVerifier(reviews).VerifyAsync(posture, atOnce, cancellationToken));
        result = result with
        {
            Cluster = reference with { Version = version is ApiAnswer<ServerVersion>.Ok { Value: var known } ? known.GitVersion : null },
            Duration = time.GetElapsedTime(start),
            Requests = cluster.RequestsSent,
            Errors = errors,
            Rbac = posture,
        };
        return Findings.AddTo(result, rbac.Missing, TimeSpan.MaxValue, startedAt, exceptions);
    }
}
