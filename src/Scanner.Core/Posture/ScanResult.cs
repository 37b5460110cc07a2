using System.Collections.Immutable;
using Scanner.Core.Admission.Policies;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Core.Findings;
using Scanner.Core.Rbac.Exposures;
using Scanner.Core.Rbac.Index;
using Scanner.Core.Remedies;

namespace Scanner.Core.Posture;

/// <summary>What one scan found.</summary>
public sealed record ScanResult
{
    public required ClusterReference Cluster { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>Requests that the API server got, repeated ones included.</summary>
    public int Requests { get; init; }

    /// <summary>Steps that failed as a whole; a namespace that could not be judged says so itself.</summary>
    public ImmutableArray<ScanError> Errors { get; init; } = [];

    /// <summary>Objects of the input that nothing reads, by kind; empty for a scan of a cluster.</summary>
    public ImmutableArray<KindCount> NotRead { get; init; } = [];

    /// <summary>In name order.</summary>
    public ImmutableArray<NamespacePosture> Namespaces { get; init; } = [];

    public ImmutableArray<EphemeralContainerRecord> EphemeralContainers { get; init; } = [];

    /// <summary>The policy engines that there are, and that could be; empty where nobody looked.</summary>
    public ImmutableArray<EngineFacts> Engines { get; init; } = [];

    /// <summary>In order of engine, kind, namespace and name.</summary>
    public ImmutableArray<PolicyCoverage> Policies { get; init; } = [];

    /// <summary>Kinds of policies that the scanner may not list. Verdicts rest on probes, and need none.</summary>
    public ImmutableArray<MissingPermission> UnreadPolicies { get; init; } = [];

    /// <summary>Null when RBAC was not looked at.</summary>
    public RbacPosture? Rbac { get; init; }

    /// <summary>In name order; only namespaces that somebody outside the control plane can get into.</summary>
    public ImmutableArray<NamespaceExposure> Exposures { get; init; } = [];

    /// <summary>Worst first.</summary>
    public ImmutableArray<Finding> Findings { get; init; } = [];

    /// <summary>Permissions that the scan lacked, and where.</summary>
    public ImmutableArray<BlindSpot> BlindSpots { get; init; } = [];

    /// <summary>False when something is missing, so that the absence of a finding proves nothing.</summary>
    public bool Complete => Errors.IsEmpty && !Namespaces.Any(n => n.CouldNotBeAsked);

    /// <summary>A signal ended the scan before its end.</summary>
    public bool Interrupted => Errors.Any(e => e.Step.Kind == ScanStepKind.Interrupted);

    /// <param name="failOn">The severity from which open findings are a failure; null for none.</param>
    public ScanOutcome Outcome(Severity? failOn) =>
        Interrupted ? ScanOutcome.Interrupted
        : failOn is { } limit && Findings.Any(f => f.Exception is null && f.Severity >= limit) ? ScanOutcome.Findings
        : Complete ? ScanOutcome.Clean
        : ScanOutcome.Incomplete;

    /// <summary>How many there are of what.</summary>
    public ScanTotals Totals => ScanTotals.Of(this);
}
