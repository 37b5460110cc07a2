namespace Scanner.Worker.Leading;

/// <summary>What a replica knows about who leads.</summary>
internal abstract record LeadershipState
{
    private LeadershipState()
    {
    }

    /// <summary>The election has not begun, or has been stopped.</summary>
    public sealed record NotRunning : LeadershipState;

    /// <summary>This replica leads.</summary>
    public sealed record Leading : LeadershipState;

    /// <summary>Another leads.</summary>
    /// <param name="Holder">Its identity; empty while nobody holds the lease.</param>
    public sealed record Following(string Holder) : LeadershipState;

    /// <summary>The lease may not be read or written; this replica cannot lead until that is granted.</summary>
    /// <param name="Message">One line: what is missing and how to mend it.</param>
    public sealed record NoPermission(string Message) : LeadershipState;

    /// <summary>This replica could not do a leader's work, and leaves the lease to others.</summary>
    /// <param name="Message">One line: what it lacks.</param>
    public sealed record Unfit(string Message) : LeadershipState;

    /// <summary>No usable answer about the lease.</summary>
    /// <param name="Message">One line: the last failure.</param>
    public sealed record Unreachable(string Message) : LeadershipState;
}
