namespace Scanner.ApiServer.Reflectors;

/// <summary>How the next list of a resource is asked for: streamed by a watch, in pages, or in one piece. Not for concurrent use.</summary>
internal sealed class ListForm(TimeProvider time)
{
    // What held a streamed list back may have gone; plain lists do as well meanwhile.
    private static readonly TimeSpan s_retry = TimeSpan.FromHours(1);

    // An answer in the server's place, or a connection that stood for a while, counts for two: a server that is away gives neither.
    private const int MostFailures = 3;

    private bool _serves = true;
    private int _failures;
    private long? _stalledAt;
    private bool _whole;

    public bool Streams => _serves && _failures < MostFailures && (_stalledAt is not { } at || time.GetElapsedTime(at) >= s_retry);

    /// <summary>The server refuses streamed lists: versions before 1.32 do not have them.</summary>
    public void NoStreams() => _serves = false;

    /// <summary>A streamed list did not come to its end.</summary>
    public void Stalled() => _stalledAt = time.GetTimestamp();

    /// <summary>
    /// A streamed list failed. Something on the way may refuse or cut watches and let lists through: after some failures in a row the next list is
    /// a plain one, as client-go does it, and the one after it may be streamed again.
    /// </summary>
    /// <param name="answered">By a refusal, or broken only after a second.</param>
    public void StreamFailed(bool answered) => _failures += answered ? 2 : 1;

    /// <summary>
    /// A continue token expired, and the pages after it show a later moment. They have no version to watch from, so the next list is read in
    /// one piece, as client-go does it.
    /// </summary>
    public void PagesDiffered() => _whole = true;

    /// <summary>Begins a plain list: objects a page of it; 0 for all. What went wrong with one list says nothing of the one after it.</summary>
    public int TakePageSize(int usual)
    {
        _failures = 0;
        var size = _whole ? 0 : usual;
        _whole = false;
        return size;
    }
}
