namespace Scanner.ApiServer.Transport;

/// <summary>
/// How many background calls are with the server at once. A rate alone reacts a second late when a server grows slow (the collection of its
/// garbage is enough), and until then calls pile up on it; with few places it is asked less from the next call on. Whoever waits is served in
/// order.
/// </summary>
internal sealed class BackgroundPlaces(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Queue<Waiter> _waiting = [];
    private int _taken;

    /// <summary>At least one. A change counts from the next call on.</summary>
    public required int Count { get; set; }

    /// <summary>
    /// A call that is still with the server after this counts no more: it most likely waits for a webhook, and must not hold up others.
    /// </summary>
    public required TimeSpan LongestHold { get; set; }

    public async Task<BackgroundPlace> TakeAsync(CancellationToken cancellationToken)
    {
        var waiter = new Waiter();
        lock (_lock)
        {
            if (_taken < Count)
                return Give();
            _waiting.Enqueue(waiter);
        }

        await using (cancellationToken.UnsafeRegister(static (w, token) => ((Waiter)w!).TrySetCanceled(token), waiter))
            return await waiter.Task;
    }

    private BackgroundPlace Give()
    {
        _taken++;
        return new BackgroundPlace(this, LongestHold, time);
    }

    /// <summary>Hands a place on.</summary>
    internal void Leave()
    {
        lock (_lock)
        {
            _taken--;
            while (_taken < Count && _waiting.TryDequeue(out var waiter))
            {
                var place = Give();
                if (waiter.TrySetResult(place))
                    continue;
                // It does not wait any more.
                place.Forget();
                _taken--;
            }
        }
    }

    private sealed class Waiter() : TaskCompletionSource<BackgroundPlace>(TaskCreationOptions.RunContinuationsAsynchronously);
}
