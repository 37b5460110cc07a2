namespace Scanner.Simulator.Faults;

/// <summary>One fault on demand: which requests it hits, how often, and what happens to them.</summary>
public sealed class Fault
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _used;

    public required FaultKind Kind { get; init; }

    /// <summary>Which requests it hits. Default: all.</summary>
    public Func<ReceivedRequest, bool> When { get; init; } = static _ => true;

    /// <summary>How many requests it hits. Default 1.</summary>
    public int Times { get; init; } = 1;

    /// <summary>HTTP status of <see cref="FaultKind.ServerError"/>. Default 503.</summary>
    public int StatusCode { get; init; } = 503;

    /// <summary>Message of <see cref="FaultKind.ServerError"/> and of what resembles it.</summary>
    public string Message { get; init; } = "the server is currently unable to handle the request";

    /// <summary>Seconds in Retry-After of a 429, and of other errors when set. Default 1 for a 429, none otherwise.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>How many events a watch fault touches on each watch that it hits. Default 1.</summary>
    public int Events { get; init; } = 1;

    /// <summary>How many requests it has hit so far.</summary>
    public int Hits => Math.Min(Volatile.Read(ref _used), Times);

    /// <summary>Completes when the first request was hit: a test waits for it instead of sleeping.</summary>
    public Task Reached => _reached.Task;

    /// <summary>Lets held requests go on, present and future ones.</summary>
    public void Release() => _released.TrySetResult();

    internal Task WaitAsync(CancellationToken cancellationToken) => _released.Task.WaitAsync(cancellationToken);

    /// <summary>Takes one of the fault's uses, if the request matches and one is left.</summary>
    internal bool TryTake(ReceivedRequest request)
    {
        if (Volatile.Read(ref _used) >= Times || !When(request) || Interlocked.Increment(ref _used) > Times)
            return false;
        _reached.TrySetResult();
        return true;
    }
}
