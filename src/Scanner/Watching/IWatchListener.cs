namespace Scanner.Watching;

/// <summary>Told how watches fare; from any thread.</summary>
internal interface IWatchListener
{
    void StatusChanged(WatchTarget target, WatchStatus status);

    /// <param name="reason">A word of a closed set: <c>expired, lost, refused, disorder, closed</c>.</param>
    void Restarted(WatchTarget target, string reason);
}
