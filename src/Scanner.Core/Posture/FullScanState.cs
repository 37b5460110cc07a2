namespace Scanner.Core.Posture;

/// <summary>How the full scans of a worker fare since it leads.</summary>
public sealed record FullScanState
{
    public static FullScanState None { get; } = new();

    /// <summary>When the present one began; null when none runs.</summary>
    public DateTimeOffset? RunningSince { get; init; }

    /// <summary>Namespaces that the present one still waits for; 0 when none runs.</summary>
    public int Awaited { get; init; }

    /// <summary>Namespaces that have no first answer since this replica leads.</summary>
    public int Unanswered { get; init; }

    /// <summary>When the last one that has ended began; null before the first.</summary>
    public DateTimeOffset? LastStartedAt { get; init; }

    public TimeSpan LastDuration { get; init; }

    /// <summary>How it ended; null before the first.</summary>
    public FullScanResult? LastResult { get; init; }

    /// <summary>What went wrong with it; null when nothing did.</summary>
    public string? LastMessage { get; init; }

    /// <summary>When the last one began that reached every namespace; null before the first.</summary>
    public DateTimeOffset? LastCompleteAt { get; init; }

    /// <summary>How many ended with each result.</summary>
    public int Complete { get; init; }

    public int Incomplete { get; init; }

    public int Failed { get; init; }

    public FullScanState Ended(FullScanResult result, DateTimeOffset startedAt, TimeSpan duration, string? message) => this with
    {
        RunningSince = null,
        LastStartedAt = startedAt,
        LastDuration = duration,
        LastResult = result,
        LastMessage = message,
        LastCompleteAt = result == FullScanResult.Complete ? startedAt : LastCompleteAt,
        Complete = Complete + (result == FullScanResult.Complete ? 1 : 0),
        Incomplete = Incomplete + (result == FullScanResult.Incomplete ? 1 : 0),
        Failed = Failed + (result == FullScanResult.Failed ? 1 : 0),
    };
}
