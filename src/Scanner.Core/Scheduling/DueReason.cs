namespace Scanner.Core.Scheduling;

/// <summary>Why a namespace is due; <see cref="DueReasons.Urgency"/> orders them.</summary>
public enum DueReason : byte
{
    /// <summary>Its own guard changed: its labels, or a policy inside it.</summary>
    Guard,

    /// <summary>Its own guard has settled, and it was open all the same: mostly one question tells that it still is.</summary>
    OpenGuardSettled,

    /// <summary>Its own guard has settled: the answer at once may have been that of a moment before.</summary>
    GuardSettled,

    /// <summary>A guard of the whole cluster changed: a webhook, a policy, an engine's object.</summary>
    ClusterGuard,

    /// <summary>A guard of the whole cluster has settled.</summary>
    ClusterGuardSettled,

    /// <summary>Its first pod, or a workload that came or went.</summary>
    Pods,

    /// <summary>The last attempt failed, or had no time for all that decides.</summary>
    Retry,

    /// <summary>The full scan.</summary>
    Schedule,

    /// <summary>It has its first answer, from one question; the others follow when every namespace has one.</summary>
    Depth,
}
