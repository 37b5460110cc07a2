namespace Scanner.Core.Admission.Policies;

/// <summary>What a policy does about an ephemeral container that is added to a pod, found by running it on made-up requests.</summary>
public enum CoverageKind : byte
{
    /// <summary>It denies, or reports, some setting of an ephemeral container, or every ephemeral container.</summary>
    Covered,

    /// <summary>It denies a setting of regular containers and never sees the update of <c>pods/ephemeralcontainers</c>.</summary>
    NotMatched,

    /// <summary>It sees the pod and never reads <c>spec.ephemeralContainers</c>.</summary>
    NotRead,

    /// <summary>It reads them, but not on an update, which is the only way in which they come.</summary>
    SkipsUpdate,

    /// <summary>It is not about security settings of containers.</summary>
    NotRelevant,

    /// <summary>It cannot be told; the reason says what is missing.</summary>
    Unknown,
}
