using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Transport;
using Scanner.ApiServer.Watches;

namespace Scanner.ApiServer.Reflectors;

/// <summary>
/// What the watches of one resource have shown so far of the way to the server. Something in between may hold events back until a watch
/// ends, or end it when nothing has come for a while, or answer in the server's place. Where nothing changes a server sends nothing at
/// all, not even bookmarks, so that silence alone says nothing. Not for concurrent use.
/// </summary>
internal sealed class WatchRecord(TimeProvider time, Func<double> random)
{
    /// <summary>An answer that ends before this was none to a watch. One that lasts longer is.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan s_normal = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_short = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(5);

    // Whoever dies more often than this in a row, and is back at once each time, is no server.
    private const int MostDeaths = 6;

    // An outage refuses two in a row, and after these a list tells whether the server is there.
    private const int MostRefused = 2;

    // A server keeps a watch for longer than this.
    private static readonly TimeSpan s_prompt = TimeSpan.FromSeconds(1);

    private TimeSpan? _limit;
    private TimeSpan _length;
    private int _empty;
    private int _prompt;
    private int _deaths;
    private int _refused;
    private bool _goesOn;
    private long _begunAt;
    private TimeSpan? _openedAfter;

    /// <summary>No watch has come to nothing since the last one that was in order.</summary>
    public bool IsTrusted => _empty == 0 && !OpensNone;

    /// <summary>Watches end at once without having brought anything, or are refused, because their version is too old or always.</summary>
    public bool BringsNothing => _empty > 1 || OpensNone;

    /// <summary>Watches are refused again and again before they begin, although lists are read between them.</summary>
    public bool OpensNone => _refused > MostRefused;

    /// <summary>The last watch was such a one.</summary>
    public bool WasEmpty { get; private set; }

    /// <summary>Watches end as soon as they have begun.</summary>
    public bool IsHasty => _prompt > 1;

    /// <summary>The last watch ended within a second, as connections to a server that is away do.</summary>
    public bool WasPrompt { get; private set; }

    /// <summary>The last watch ended when it was to end.</summary>
    public bool WasWhole { get; private set; }

    /// <summary>
    /// The last watch brought nothing, and broke off after some time: something seems to have lost patience with it, or the server died.
    /// What came meanwhile may have been held back.
    /// </summary>
    public bool WasSilent { get; private set; }

    /// <summary>A watch begins.</summary>
    /// <param name="goesOn">From a version, so that a list got through before it.</param>
    /// <returns>When the server shall end it: before anything in between loses patience or holds back much.</returns>
    public TimeSpan Begin(bool goesOn)
    {
        (_begunAt, _openedAfter, _goesOn) = (time.GetTimestamp(), null, goesOn);
        // Headers may come with the end only, and one that is accepted is to be known soon.
        var normal = OpensNone ? s_short : s_normal;
        // As client-go: not all at the same moment.
        return _length = _limit ?? normal * (1 + random());
    }

    /// <summary>The server has accepted it.</summary>
    public void Opened() => (_openedAfter, _refused) = (time.GetElapsedTime(_begunAt), 0);

    /// <summary>A streamed list stood still until it was given up here, which says nothing of anybody's patience in between.</summary>
    public void Stalled() => _limit = s_short;

    /// <param name="brought">Something came after the list: an event, or a bookmark.</param>
    /// <param name="listed">It brought a whole list.</param>
    /// <param name="end">Null where it was given up here.</param>
    public void Ended(bool brought, bool listed, WatchEnd? end)
    {
        var lasted = time.GetElapsedTime(_begunAt);
        var accepted = _openedAfter is not null;
        WasPrompt = lasted < s_prompt;
        _prompt = accepted && WasPrompt ? _prompt + 1 : 0;
        WasWhole = end is WatchEnd.Closed && lasted >= _length * 0.9;
        // An answer in the server's place breaks off at once; later it is the server that dies, and no word against what comes next.
        var died = accepted && !brought && lasted >= s_prompt && lasted < Silence && end is WatchEnd.Failed { Failure.Kind: TransportFailureKind.Connection };
        _deaths = died ? _deaths + 1 : 0;
        WasSilent = !brought && !listed && !WasWhole && (lasted >= Silence || (died && _deaths <= MostDeaths));
        if (WasSilent && lasted >= Silence)
            _limit = Clamp(lasted / 2);
        // Accepted at once, so that nothing on the way waits for its end.
        else if ((brought || WasWhole) && _openedAfter < s_shortest)
            _limit = null;
        if (brought || WasWhole || (accepted && lasted >= Silence))
            _empty = 0;
        // Whose version is too old as soon as it is known follows nothing either.
        var expired = !brought && (!accepted || lasted < Silence) && end is WatchEnd.Refused { Status.Code: 410 };
        WasEmpty = expired || (accepted && !listed && !brought && !WasWhole && !WasSilent);
        if (WasEmpty)
            _empty++;
        if (_goesOn && !accepted && IsRefusal(end))
            _refused++;
    }

    // A right that is missing, a version that is too old and a server that has no time are told as what they are.
    private static bool IsRefusal(WatchEnd? end) => end switch
    {
        WatchEnd.Refused { Status: var status } => status is { IsForbidden: false, Code: not (410 or 429) },
        _ => end is WatchEnd.Failed,
    };

    private static TimeSpan Clamp(TimeSpan limit) => limit < s_shortest ? s_shortest : limit > s_short ? s_short : limit;
}
