namespace Scanner.ApiServer.Reflectors;

/// <summary>Told how watches fare; from any thread.</summary>
public interface IWatchListener
{
    /// <summary>A new list or watch begins, or the pause before one.</summary>
    /// <param name="wait">It ends within this if all is well.</param>
    void Turned(WatchTarget target, TimeSpan wait);

    void StatusChanged(WatchTarget target, WatchStatus status);

    /// <param name="reason">
    /// A word of a closed set: <c>expired, lost, refused, disorder</c>, and <c>silent</c> for a streamed list that stood still, after which
    /// plain lists are read.
    /// </param>
    void Restarted(WatchTarget target, string reason);
}
