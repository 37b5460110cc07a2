namespace Scanner.Core.Scheduling;

/// <summary>Why a namespace is due; declared from most to least urgent.</summary>
public enum DueReason : byte
{
    /// <summary>Its own guard changed: its labels, or a policy inside it.</summary>
    Guard,

    /// <summary>Its own guard has settled: the answer at once may have been that of a moment before.</summary>
    GuardSettled,

    /// <summary>A guard of the whole cluster changed: a webhook, a policy, an engine's object.</summary>
    ClusterGuard,

    /// <summary>A guard of the whole cluster has settled.</summary>
    ClusterGuardSettled,

    /// <summary>Its first pod, or a workload that was not there.</summary>
    Pods,

    /// <summary>The last attempt failed.</summary>
    Retry,

    /// <summary>The full scan.</summary>
    Schedule,
}
