using System.Collections.Immutable;
using Scanner.Core.Admission.Answers;

namespace Scanner.Core.Admission.Verdicts;

/// <summary>One probed pod.</summary>
/// <param name="Workload"><c>Kind/name</c> of the pod's top controller.</param>
public sealed record TargetPosture(string Pod, string Workload, Verdict Verdict, ImmutableArray<ProbeResult> Probes)
{
    /// <summary>Set exactly when the verdict is Unknown.</summary>
    public UnknownReason? UnknownBecause { get; init; }

    /// <summary>Who refused the privileged probe; null when nobody did.</summary>
    public DeniedBy? DeniedBy { get; init; }

    /// <summary>The pod's own image, when the probes had to name it because policy may refuse the scanner's; null otherwise.</summary>
    public string? OwnImage => Probes.Select(p => p.Image).FirstOrDefault(i => i is not null);

    /// <summary>The server did not accept the credentials (401), which no RBAC rule mends.</summary>
    public bool IsUnauthenticated => Probes.Any(p => p is { Status: 401, Layer: Layer.Authorization });
}
