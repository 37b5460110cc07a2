using System.Collections.Immutable;
using Scanner.Core.Admission.Probes;
using Scanner.Core.Findings.Exceptions;

namespace Scanner.Probing;

/// <summary>What one scan looks at and how hard.</summary>
internal sealed record ScanOptions
{
    public const int DefaultTargets = 10;

    public const string DefaultProbeImage = "registry.k8s.io/pause:3.10";

    /// <summary>Namespaces to look at; empty for all.</summary>
    public ImmutableArray<string> Namespaces { get; init; } = [];

    /// <summary>The one pod to look at, in each of <see cref="Namespaces"/>; null for all pods.</summary>
    public string? Pod { get; init; }

    /// <summary>Findings about the roles and bindings of the cluster as a whole are left out.</summary>
    public bool NamespacesOnly { get; init; }

    /// <summary>Label selector on namespaces; null for all.</summary>
    public string? NamespaceSelector { get; init; }

    public ImmutableArray<ProbeProfile> Profiles { get; init; } = ProbeProfileNames.DefaultSet;

    /// <summary>Most pods to probe in a namespace, 1 to 100. Default 10.</summary>
    public int TargetsPerNamespace { get; init; } = DefaultTargets;

    /// <summary>False lists only: every verdict is Unknown/ProbingDisabled.</summary>
    public bool Probe { get; init; } = true;

    /// <summary>Dry-run the creation of a pod with a privileged regular container too.</summary>
    public bool RegularControl { get; init; } = true;

    /// <summary>Ask also what can change no answer: the benign probe where the privileged one is admitted, the control where it is denied.</summary>
    public bool Exhaustive { get; init; }

    /// <summary>Find out who can add ephemeral containers.</summary>
    public bool Rbac { get; init; } = true;

    /// <summary>Read the policies of the cluster and run them: engines, coverage, predictions and the findings about them.</summary>
    public bool Policies { get; init; } = true;

    /// <summary>Image that probes name; it is never pulled.</summary>
    public string ProbeImage { get; init; } = DefaultProbeImage;

    /// <summary>Probes at once, 1 to 64. Default 8.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>Moves a worker's choice of targets on, so that over several rounds every workload gets its turn; 0 for one scan.</summary>
    public long Rotation { get; init; }

    /// <summary>How long an ephemeral container may stay before it lingers. Default 24 h.</summary>
    public TimeSpan LingerAfter { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Findings that are accepted.</summary>
    public ExceptionSet Exceptions { get; init; } = ExceptionSet.None;

    /// <summary>Nothing is left out: what is not found is not there.</summary>
    public bool SeesEverything => Namespaces.IsEmpty && NamespaceSelector is null && Probe && Rbac;
}
