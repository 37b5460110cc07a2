namespace Scanner.ApiServer.Reflectors;

/// <summary>
/// What the watches of one resource have shown so far of the way to the server. Something in between may hold events back until a watch
/// ends, or end it when nothing has come for a while, or answer in the server's place. Not for concurrent use.
/// </summary>
internal sealed class WatchRecord(TimeProvider time, Func<double> random)
{
    /// <summary>
    /// An answer that ends before this was none to a watch. One that lasts longer is, though it may be held back: a server sends a bookmark
    /// about once a minute, at the least.
    /// </summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan s_normal = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_short = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(5);

    // A server keeps a watch for longer than this.
    private static readonly TimeSpan s_prompt = TimeSpan.FromSeconds(1);

    private TimeSpan? _limit;
    private int _empty;
    private int _prompt;
    private long _begunAt;
    private TimeSpan? _openedAfter;
    private bool _afterList;

    /// <summary>No watch has come to nothing since the last one that brought something.</summary>
    public bool IsTrusted => _empty == 0;

    /// <summary>Watches are accepted, and bring nothing.</summary>
    public bool BringsNothing => _empty > 1;

    /// <summary>Watches end as soon as they have begun.</summary>
    public bool IsHasty => _prompt > 1;

    /// <summary>The last watch brought nothing for so long that something seems to hold it back.</summary>
    public bool WasSilent { get; private set; }

    /// <summary>A watch begins.</summary>
    /// <returns>When the server shall end it: before anything in between loses patience or holds back much.</returns>
    public TimeSpan Begin()
    {
        (_begunAt, _openedAfter) = (time.GetTimestamp(), null);
        // As client-go: not all at the same moment.
        return _limit ?? s_normal * (1 + random());
    }

    /// <summary>The server has accepted it.</summary>
    public void Opened() => _openedAfter = time.GetElapsedTime(_begunAt);

    /// <summary>A list is complete: the server answers.</summary>
    public void Listed() => _afterList = true;

    /// <summary>A streamed list stood still until it was given up here, which says nothing of anybody's patience in between.</summary>
    public void Stalled() => _limit = s_short;

    /// <param name="brought">Something came after the list: an event, or a bookmark.</param>
    /// <param name="listed">It brought a whole list.</param>
    public void Ended(bool brought, bool listed)
    {
        var lasted = time.GetElapsedTime(_begunAt);
        _prompt = lasted < s_prompt && _openedAfter is not null ? _prompt + 1 : 0;
        WasSilent = !brought && !listed && lasted >= Silence;
        if (brought)
        {
            _empty = 0;
            // Accepted at once, so that nothing on the way waits for its end.
            if (_openedAfter < s_shortest)
                _limit = null;
        }
        else if (!listed)
        {
            var accepted = _openedAfter is not null && lasted < Silence;
            // Short as it was, it should have brought the bookmark of its end; a server that does not answer at all is another matter.
            var swallowed = lasted >= _limit / 2 && (_afterList || _openedAfter is not null);
            if (accepted || swallowed)
                _empty++;
            if (WasSilent)
                _limit = Clamp(lasted / 2);
        }

        _afterList = listed;
    }

    private static TimeSpan Clamp(TimeSpan limit) => limit < s_shortest ? s_shortest : limit > s_short ? s_short : limit;
}
