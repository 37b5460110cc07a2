namespace Scanner.Worker.Leading;

/// <summary>Decides which of several replicas leads. Thread-safe; <see cref="RunAsync"/> runs once.</summary>
internal interface ILeaderElection
{
    /// <summary>Whether this replica leads right now; as <see cref="ILeaderTerm.IsLeader"/> of the present term.</summary>
    bool IsLeader { get; }

    /// <summary>For <c>/readyz</c> and the logs; it may lag behind <see cref="IsLeader"/> by one request.</summary>
    LeadershipState State { get; }

    /// <summary>
    /// Stands for election until <paramref name="stopping"/>, then gives the lease back and returns. <paramref name="lead"/> is called for
    /// each term on a thread of its own. It must end soon after its term does: until then this replica neither gives the lease back
    /// nor stands for election. If it ends before, the term goes on; if it fails, the lease is given back and its exception thrown here.
    /// </summary>
    Task RunAsync(Func<ILeaderTerm, Task> lead, CancellationToken stopping);
}
