namespace Scanner.Worker.Reports;

/// <summary>
/// How fast reports are written: so many a second. When more wait than that writes in 100 s, up to twice as many until none waits any more, so that
/// the first reports of a large cluster are there within two minutes. Not for concurrent use.
/// </summary>
/// <param name="perSecond">Writes a second.</param>
internal sealed class WritePace(double perSecond, TimeProvider time)
{
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(100);

    private readonly long _start = time.GetTimestamp();
    private TimeSpan _next;
    private double _rate;

    /// <summary>How long to wait before the next write, which is counted.</summary>
    /// <param name="waiting">Reports that wait to be written.</param>
    public TimeSpan Take(int waiting)
    {
        var now = time.GetElapsedTime(_start);
        var at = _next > now ? _next : now;
        _rate = waiting == 0 ? perSecond : Math.Max(Math.Max(_rate, perSecond), Math.Min(waiting / s_window.TotalSeconds, perSecond * 2));
        _next = at + TimeSpan.FromSeconds(1 / _rate);
        return at - now;
    }
}
