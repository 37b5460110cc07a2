namespace Scanner.ApiServer.Transport;

/// <summary>
/// A rate that follows what the server bears, between a floor and a ceiling: a step up each second while answers come as fast as usual, down
/// at once by half when the server says that it is busy, and by a fifth when answers grow slow. Additive
/// increase with multiplicative decrease, because several clients that do so share a server fairly without knowing of each other. Not for
/// concurrent use.
/// </summary>
/// <param name="ceiling">Requests a second, at most.</param>
/// <param name="time">Measures how long answers take.</param>
internal sealed class AdaptiveRate(double ceiling, TimeProvider time)
{
    /// <summary>Fewer answers than this say nothing of the server: more are waited for.</summary>
    private const int FewestSamples = 5;

    // Answers that take this many times as long as usual are a sign of load; less is the difference between one webhook and the next.
    private const double SlowFactor = 2;

    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(1);

    // Below this the difference between slow and fast is chance.
    private static readonly TimeSpan s_leastUsual = TimeSpan.FromMilliseconds(5);

    // As long as a server takes whose garbage is collected.
    private static readonly TimeSpan s_leastPatience = TimeSpan.FromMilliseconds(100);

    private readonly List<TimeSpan> _latencies = [];
    private long _windowStart = time.GetTimestamp();
    private TimeSpan? _usual;
    private bool _cutInWindow;

    /// <summary>Requests a second at present.</summary>
    public double PerSecond { get; private set; } = Math.Max(ceiling / 2, Math.Min(ceiling, 1));

    /// <summary>Never less, so that a server that is slow for good is asked all the same.</summary>
    public double Floor { get; } = Math.Min(ceiling, Math.Max(1, ceiling / 40));

    /// <summary>
    /// Calls that are on their way at this rate if each takes as long as usual (Little's law). More of them would only wait on the server.
    /// </summary>
    public int AtOnce => _usual is { } usual ? (int)Math.Max(1, Math.Ceiling(PerSecond * usual.TotalSeconds)) : 2;

    /// <summary>A call that takes longer does so for a reason of its own, such as a webhook.</summary>
    public TimeSpan Patience => _usual is { } usual && usual * 4 > s_leastPatience ? usual * 4 : s_leastPatience;

    /// <summary>As long as a call took more than usual, where that is a sign of load.</summary>
    public TimeSpan PauseAfter(TimeSpan latency) =>
        _usual is { } usual && latency > usual * SlowFactor && latency < Patience ? latency - usual : TimeSpan.Zero;

    /// <param name="latency">From the moment the request went out.</param>
    /// <param name="isBusy">The server said so: 429.</param>
    public void Observe(TimeSpan latency, bool isBusy)
    {
        if (isBusy)
            Cut();
        else
            _latencies.Add(latency);
        if (time.GetElapsedTime(_windowStart) < s_window || (!_cutInWindow && _latencies.Count < FewestSamples))
            return;
        Judge();
        _latencies.Clear();
        (_windowStart, _cutInWindow) = (time.GetTimestamp(), false);
    }

    // One burst of refusals is one sign, not many.
    private void Cut()
    {
        if (!_cutInWindow)
            PerSecond = Math.Max(Floor, PerSecond / 2);
        _cutInWindow = true;
    }

    private void Judge()
    {
        if (_cutInWindow)
            return;
        // The median: one webhook that hangs is no sign of the server's load.
        _latencies.Sort();
        var median = _latencies[_latencies.Count / 2];
        if (_usual is { } usual && median > usual * SlowFactor)
            PerSecond = Math.Max(Floor, PerSecond * 0.8);
        else
            PerSecond = Math.Min(ceiling, PerSecond + (ceiling / 10));
        // Down at once, up by little: it is what the server can do without load, and follows when it cannot do that any more. With one call at
        // once the load is not the background's, so it follows sooner: a scan that comes to slow webhooks must not creep for minutes.
        var most = _usual * (AtOnce == 1 ? 1.1 : 1.02);
        var next = most is { } limit && median > limit ? limit : median;
        _usual = next > s_leastUsual ? next : s_leastUsual;
    }
}
