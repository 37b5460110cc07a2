using Scanner.ApiServer.Reflectors;

namespace Scanner.Worker.Caches;

/// <summary>How one watch stands.</summary>
/// <param name="For">Since when it stands so, on the clock that no step of the wall clock touches.</param>
internal sealed record FollowedWatch(WatchTarget Target, WatchStatus Status, TimeSpan For)
{
    /// <summary>It should be followed, and is not.</summary>
    public bool IsFailing => Status.Phase is WatchPhase.Lost or WatchPhase.Starting or WatchPhase.Polled;
}
