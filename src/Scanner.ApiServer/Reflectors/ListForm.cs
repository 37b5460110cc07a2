namespace Scanner.ApiServer.Reflectors;

/// <summary>How the next list of a resource is asked for: streamed by a watch, in pages, or in one piece. Not for concurrent use.</summary>
internal sealed class ListForm(TimeProvider time)
{
    // What held a streamed list back may have gone; plain lists do as well meanwhile.
    private static readonly TimeSpan s_retry = TimeSpan.FromHours(1);

    private bool _serves = true;
    private long? _stalledAt;
    private bool _whole;

    public bool Streams => _serves && (_stalledAt is not { } at || time.GetElapsedTime(at) >= s_retry);

    /// <summary>The server refuses streamed lists: versions before 1.32 do not have them.</summary>
    public void NoStreams() => _serves = false;

    /// <summary>A streamed list did not come to its end.</summary>
    public void Stalled() => _stalledAt = time.GetTimestamp();

    /// <summary>
    /// A continue token expired, and the pages after it show a later moment. They have no version to watch from, so the next list is read in
    /// one piece, as client-go does it.
    /// </summary>
    public void PagesDiffered() => _whole = true;

    /// <summary>Objects a page of the next list; 0 for all. What went wrong with one list says nothing of the one after it.</summary>
    public int TakePageSize(int usual)
    {
        var size = _whole ? 0 : usual;
        _whole = false;
        return size;
    }
}
