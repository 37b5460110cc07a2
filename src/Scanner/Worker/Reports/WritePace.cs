namespace Scanner.Worker.Reports;

/// <summary>
/// How fast reports are written: so many a second, and up to twice that while more wait than fit into 100 s, so that the first reports of a large
/// cluster are there within two minutes. Not for concurrent use.
/// </summary>
/// <param name="perSecond">Writes a second.</param>
internal sealed class WritePace(double perSecond, TimeProvider time)
{
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(100);

    private readonly long _start = time.GetTimestamp();
    private TimeSpan _next;

    /// <summary>How long to wait before the next write, which is counted.</summary>
    /// <param name="waiting">Reports that wait to be written.</param>
    public TimeSpan Take(int waiting)
    {
        var now = time.GetElapsedTime(_start);
        var at = _next > now ? _next : now;
        _next = at + TimeSpan.FromSeconds(1 / Math.Clamp(waiting / s_window.TotalSeconds, perSecond, perSecond * 2));
        return at - now;
    }
}
