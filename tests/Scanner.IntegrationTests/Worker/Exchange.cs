using Scanner.Simulator;

namespace Scanner.IntegrationTests.Worker;

/// <summary>One request of a worker, from its start until its answer has been read or given up.</summary>
internal sealed class Exchange(string id, string what)
{
    private long _bytesRead;
    private volatile bool _isAnswered;

    public string Id { get; } = id;

    /// <summary>Method and path, for messages.</summary>
    public string What { get; } = what;

    public void Answered() => _isAnswered = true;

    public void Count(int bytes) => Interlocked.Add(ref _bytesRead, bytes);

    /// <summary>Nothing is on its way in either direction: a watch that has caught up, or a request that a fault holds.</summary>
    public bool IsAtRest(SimulatedApiServer server) => server.Find(Id) is { } open
        && (open.IsHeld || (What.Contains("watch=true", StringComparison.Ordinal) && _isAnswered && open.IsIdle && open.BytesSent == Interlocked.Read(ref _bytesRead)));
}
