using System.Collections.Immutable;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Policies;
using Scanner.Core.Cluster;
using Scanner.Core.Findings.Exceptions;
using Scanner.Core.Rbac.Index;
using Scanner.Core.Remedies;

namespace Scanner.Core.Posture.Composing;

/// <summary>All that a result is composed of.</summary>
public sealed record ScanParts
{
    public required ClusterReference Cluster { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The moment at which the result holds: containers linger, and exceptions expire.</summary>
    public required DateTimeOffset Now { get; init; }

    public TimeSpan Duration { get; init; }

    /// <summary>As of <see cref="ScanResult.Requests"/>.</summary>
    public int Requests { get; init; }

    /// <summary>In any order; no name twice.</summary>
    public ImmutableArray<NamespaceParts> Namespaces { get; init; } = [];

    /// <summary>Null when RBAC was not looked at.</summary>
    public RbacPosture? Rbac { get; init; }

    /// <summary>
    /// Of what RBAC says, tell only what concerns the namespaces: somebody asks about those, not about the cluster. <see cref="Policies"/> are
    /// those that have to do with them already.
    /// </summary>
    public bool NamespacesOnly { get; init; }

    public ImmutableArray<ScanError> Errors { get; init; } = [];

    /// <summary>Permissions that lists and watches lacked. What probes lacked shows in the verdicts.</summary>
    public ImmutableArray<MissingPermission> Missing { get; init; } = [];

    /// <summary>Whether the scanner's account could write for real; a scan by a person does not ask.</summary>
    public Fence Fence { get; init; } = Fence.NotChecked;

    /// <summary>The policy engines that there are, and that could be; empty where nobody looked.</summary>
    public ImmutableArray<EngineFacts> Engines { get; init; } = [];

    /// <summary>What policies do about ephemeral containers.</summary>
    public ImmutableArray<PolicyCoverage> Policies { get; init; } = [];

    /// <summary>Versions with a hole around ephemeral containers.</summary>
    public ImmutableArray<OutdatedVersion> Outdated { get; init; } = [];

    /// <summary>Kinds of policies that the scanner may not list, so that some may be missing.</summary>
    public ImmutableArray<MissingPermission> UnreadPolicies { get; init; } = [];

    /// <summary>Webhooks that see ephemeral containers and fail open.</summary>
    public ImmutableArray<OpenWebhook> OpenWebhooks { get; init; } = [];

    /// <summary>Objects of the input that nothing reads.</summary>
    public ImmutableArray<KindCount> NotRead { get; init; } = [];

    /// <summary>How long an ephemeral container may stay.</summary>
    public TimeSpan LingerAfter { get; init; } = TimeSpan.MaxValue;

    public ExceptionSet Exceptions { get; init; } = ExceptionSet.None;
}
