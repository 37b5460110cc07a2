using Scanner.ApiServer.Watches;

namespace Scanner.ApiServer.Scopes;

/// <summary>Passes all of a watch on, and tells when it was accepted.</summary>
internal sealed class OpenedSink<T>(IWatchSink<T> inner, Action opened) : IWatchSink<T>
{
    public void Opened()
    {
        opened();
        inner.Opened();
    }

    public bool Event(WatchEventType type, T item, string resourceVersion) => inner.Event(type, item, resourceVersion);

    public void Bookmark(string resourceVersion, bool initialEventsEnd) => inner.Bookmark(resourceVersion, initialEventsEnd);
}
