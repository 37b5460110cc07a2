namespace Scanner.ApiServer.Reflectors;

/// <summary>
/// Ends a streamed list that does not get on, whatever form its silence has: no headers, headers alone, events that trickle, or a list
/// without the bookmark that ends it. Plain lists always work where lists work at all, so being hasty costs nothing.
/// </summary>
internal sealed class StreamedListLimit : IDisposable
{
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(20);

    /// <summary>Objects that a list brings within a period at the least; a server sends thousands.</summary>
    private const int LeastObjects = 100;

    private readonly CancellationTokenSource _over;
    private readonly ITimer _timer;
    private int _seen;
    private volatile bool _complete;
    private volatile bool _stalled;

    public StreamedListLimit(TimeProvider time, CancellationToken cancellationToken)
    {
        _over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Token = _over.Token;
        _timer = time.CreateTimer(_ => Look(), null, s_period, s_period);
    }

    /// <summary>Cancelled when the list stands still, or by the caller's own token.</summary>
    public CancellationToken Token { get; }

    public bool HasStalled => _stalled;

    /// <summary>One object of the list came.</summary>
    public void Saw() => Interlocked.Increment(ref _seen);

    /// <summary>The list has come to its end: what follows may take its time.</summary>
    public void Complete() => _complete = true;

    public void Dispose()
    {
        _timer.Dispose();
        _over.Dispose();
    }

    private void Look()
    {
        if (_complete || Interlocked.Exchange(ref _seen, 0) >= LeastObjects)
            return;
        _stalled = true;
        try
        {
            _over.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // the watch ended while this began
        }
    }
}
