namespace Scanner.ApiServer.Watches;

/// <summary>Takes the events of one watch, in order, from one thread at a time.</summary>
public interface IWatchSink<in T>
{
    /// <summary>The server has accepted the watch: from here on its events come.</summary>
    void Opened();

    /// <param name="resourceVersion">Of the object after the change; of its deletion for a deleted one.</param>
    /// <returns>False to end the watch: the event makes no sense to the caller.</returns>
    bool Event(WatchEventType type, T item, string resourceVersion);

    /// <summary>Everything up to this version has been sent.</summary>
    /// <param name="initialEventsEnd">The objects that there were have all been sent.</param>
    void Bookmark(string resourceVersion, bool initialEventsEnd);
}
