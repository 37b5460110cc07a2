using Scanner.ApiServer.Answers;

namespace Scanner.ApiServer.Watches;

/// <summary>Why a watch is over.</summary>
public abstract record WatchEnd
{
    private WatchEnd()
    {
    }

    /// <summary>The server ended it in good order, as it does with every watch: go on from the last version.</summary>
    public sealed record Closed : WatchEnd;

    /// <summary>The sink wanted no more.</summary>
    public sealed record Stopped : WatchEnd;

    /// <summary>Refused at the start, or by an ERROR event later. 410: the version is too old, list again.</summary>
    public sealed record Refused(ApiStatus Status) : WatchEnd;

    /// <summary>No connection, or it broke, or what came cannot be read.</summary>
    public sealed record Failed(TransportFailure Failure) : WatchEnd;

    /// <summary>One line that says what went wrong; empty when nothing did.</summary>
    public string Describe() => this switch
    {
        Refused { Status: var status } => new ApiAnswer<int>.Refused(status, []).Describe(),
        Failed { Failure: var failure } => failure.Message,
        _ => "",
    };
}
