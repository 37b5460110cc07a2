namespace Scanner.Core.Scheduling;

/// <summary>What reasons have in common.</summary>
public static class DueReasons
{
    /// <summary>It was answered already; asking again makes sure that the server enforces what it announced.</summary>
    public static bool IsRepetition(this DueReason reason) => reason is DueReason.GuardSettled or DueReason.ClusterGuardSettled;
}
