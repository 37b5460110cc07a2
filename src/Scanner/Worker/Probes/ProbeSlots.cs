using Scanner.Core.Scheduling;

namespace Scanner.Worker.Probes;

/// <summary>
/// The places for questions under way. Whoever waits longer than usual for an answer leaves its place to others, so that namespaces whose
/// webhooks hang cost those places for a moment only; known ones get a share of their own from the start. Not for concurrent use.
/// </summary>
internal sealed class ProbeSlots(TimeProvider time)
{
    private static readonly TimeSpan s_leastPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_mostPatience = TimeSpan.FromSeconds(32);

    private static readonly TimeSpan s_longestQueue = TimeSpan.FromHours(1);

    // A rough figure, and three times that is allowed for.
    private const int RequestsOfARound = 5;

    private readonly List<RunningProbe> _running = [];
    private TimeSpan _usual = TimeSpan.FromMilliseconds(100);

    /// <summary>Namespaces asked at once, 1 to 64; may change at any time.</summary>
    public int Concurrency { get; set; } = 8;

    public IReadOnlyList<RunningProbe> Running => _running;

    /// <summary>Requests a second that may go out: who waits for the rate limit does not hang.</summary>
    public double Rate { get; set; } = double.PositiveInfinity;

    /// <summary>An answer that takes longer than this is waited for beside the others. Follows what is usual on this server.</summary>
    public TimeSpan Patience
    {
        get
        {
            var patience = Max(s_leastPatience, _usual * 4);
            var queue = Math.Min(s_longestQueue.TotalSeconds, 3 * RequestsOfARound * _running.Count / Rate);
            return Max(patience < s_mostPatience ? patience : s_mostPatience, TimeSpan.FromSeconds(queue));
        }
    }

    /// <summary>Which namespaces may not be asked beside those under way; null when none may be.</summary>
    public PassOver? Free
    {
        get
        {
            var ordinary = _running.Where(r => !IsBeside(r)).ToList();
            // A few places more for what somebody waits for: it must not wait until one of the others has its answer.
            if (ordinary.Count >= Concurrency + Share)
                return null;
            // Where all are taken by what is urgent one is left for the rest, so that who has waited beyond all measure has a turn.
            var passOver = ordinary.Count >= Concurrency && ordinary.Count(r => r.Due.Reason.IsBackground()) >= Share ? PassOver.Background : PassOver.Nothing;
            // What was answered already must not hold up what was not.
            if (ordinary.Count(r => r.Due.Reason.IsOneOf(PassOver.Repetitions)) >= Share)
                passOver |= PassOver.Repetitions;
            if (_running.Count(r => r.Due.Hangs) >= Share)
                passOver |= PassOver.Hanging;
            return passOver;
        }
    }

    /// <summary>How long until one of those under way leaves its place at the latest.</summary>
    public TimeSpan NextLeaves
    {
        get
        {
            var longest = _running.Where(r => !IsBeside(r)).Select(Elapsed).DefaultIfEmpty(TimeSpan.Zero).Max();
            return Patience > longest ? Patience - longest : TimeSpan.Zero;
        }
    }

    public void Add(RunningProbe probe) => _running.Add(probe);

    /// <param name="answered">An answer came, which tells what is usual.</param>
    public void Remove(RunningProbe probe, bool answered)
    {
        _running.Remove(probe);
        if (!answered)
            return;
        // A step towards it each time finds the median: a few that take very long do not count for more than others.
        var next = Elapsed(probe) > _usual ? _usual * 1.25 : _usual / 1.25;
        _usual = next < TimeSpan.FromMilliseconds(50) ? TimeSpan.FromMilliseconds(50) : next > s_mostPatience ? s_mostPatience : next;
    }

    /// <summary>Those that have left their places must not become too many: who has waited longest is given up, and asked again in the share of those that hang.</summary>
    public void GiveUpOnLongest()
    {
        var beside = _running.Where(r => IsBeside(r) && !r.Due.Hangs && !r.IsGivenUp).OrderByDescending(Elapsed).ToList();
        foreach (var probe in beside.Take(Math.Max(0, beside.Count - (Concurrency * 2))))
            probe.GiveUp();
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private int Share => Math.Max(1, Concurrency / 4);

    private bool IsBeside(RunningProbe probe) => probe.Due.Hangs || Elapsed(probe) >= Patience;

    private TimeSpan Elapsed(RunningProbe probe) => time.GetElapsedTime(probe.Start);
}
