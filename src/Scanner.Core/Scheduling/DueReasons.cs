namespace Scanner.Core.Scheduling;

/// <summary>What reasons have in common.</summary>
public static class DueReasons
{
    /// <summary>Of <see cref="Urgency"/>: the least urgent.</summary>
    public const int LeastUrgent = 6;

    /// <summary>It was answered already; asking again makes sure that the server enforces what it announced.</summary>
    public static bool IsRepetition(this DueReason reason) => reason is DueReason.OpenGuardSettled or DueReason.GuardSettled or DueReason.ClusterGuardSettled;

    /// <summary>
    /// From 0, the most urgent. Retries share the schedule's place, where the older one is first: a namespace that fails must neither go
    /// before those that a full scan has not reached yet, nor wait for ever.
    /// </summary>
    public static int Urgency(this DueReason reason) => Math.Min((int)reason, LeastUrgent);

    /// <summary>
    /// Nobody waits for the answer: it may be asked for as slowly as the server likes. A repetition mostly confirms what was shown already,
    /// and must not take from the next change what that one needs. That of a namespace which was open is mostly one question, and whoever
    /// has just closed it waits for the answer.
    /// </summary>
    public static bool IsBackground(this DueReason reason) => reason is not (DueReason.Guard or DueReason.OpenGuardSettled or DueReason.Pods);

    /// <summary>Whether it is passed over, as far as that depends on the reason.</summary>
    public static bool IsOneOf(this DueReason reason, PassOver passOver) =>
        reason.IsBackground() && (passOver.HasFlag(PassOver.Background) || (passOver.HasFlag(PassOver.Repetitions) && reason.IsRepetition()));
}
