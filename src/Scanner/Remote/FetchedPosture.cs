using Scanner.Core.Posture;

namespace Scanner.Remote;

/// <summary>What a worker answered.</summary>
internal abstract record FetchedPosture
{
    private FetchedPosture()
    {
    }

    /// <param name="Notice">One line that tells why the result may be old; null when nothing speaks for that.</param>
    public sealed record Ok(ScanResult Result, string? Notice) : FetchedPosture;

    /// <summary>No result.</summary>
    /// <param name="Message">One line: why, and how to mend it.</param>
    public sealed record Failed(string Message) : FetchedPosture;
}
