namespace Scanner.ApiServer.Transport;

/// <summary>One call's place with the server. It is free again when the call has ended, or has taken too long to count.</summary>
internal sealed class BackgroundPlace : IDisposable
{
    private readonly BackgroundPlaces _places;
    private readonly ITimer _limit;
    private bool _left;

    public BackgroundPlace(BackgroundPlaces places, TimeSpan longest, TimeProvider time)
    {
        _places = places;
        _limit = time.CreateTimer(static p => ((BackgroundPlace)p!).Dispose(), this, longest, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Leaves it free for a while before the next call: a server that is slow gets as much time for others.</summary>
    public void LeaveAfter(TimeSpan pause)
    {
        if (pause <= TimeSpan.Zero)
            Dispose();
        else if (!Volatile.Read(ref _left))
            _limit.Change(pause, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        if (!Forget())
            return;
        _places.Leave();
    }

    /// <returns>Whether it was still held.</returns>
    internal bool Forget()
    {
        if (Interlocked.Exchange(ref _left, true))
            return false;
        _limit.Dispose();
        return true;
    }
}
