namespace Scanner.ApiServer.Reflectors;

/// <summary>How a watch stands since when.</summary>
/// <param name="Message">What the server or the network said; null when all is well.</param>
/// <param name="DeniedVerb">The verb that RBAC refused: <c>list</c> or <c>watch</c>; null unless forbidden.</param>
/// <param name="HasList">A whole list has been read at some time.</param>
public sealed record WatchStatus(WatchPhase Phase, DateTimeOffset Since, bool HasList, string? Message, string? DeniedVerb = null)
{
    /// <summary>Nothing more is to be expected for now.</summary>
    public bool IsSettled => Phase is WatchPhase.Synced or WatchPhase.Forbidden or WatchPhase.NotServed;
}
