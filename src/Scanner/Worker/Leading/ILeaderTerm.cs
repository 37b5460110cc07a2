namespace Scanner.Worker.Leading;

/// <summary>One uninterrupted time of leading. It never comes back: who leads again is given another term.</summary>
internal interface ILeaderTerm
{
    /// <summary>
    /// Whether this process may still write. To be asked right before every write and probe: the answer is computed from the time
    /// passed since the last renewal was sent, so that a process that was paused hears no as soon as it goes on, before any timer has run.
    /// </summary>
    bool IsLeader { get; }

    /// <summary>Cancelled when the term ends: on a stop, when the lease is another's, or when it could not be renewed in time.</summary>
    CancellationToken Token { get; }
}
