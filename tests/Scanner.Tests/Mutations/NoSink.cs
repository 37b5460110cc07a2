using Scanner.ApiServer.Lists;
using Scanner.ApiServer.Watches;

namespace Scanner.Tests.Mutations;

/// <summary>Keeps nothing.</summary>
internal sealed class NoSink<T> : IListSink<T>, IWatchSink<T>
{
    public void Add(T item)
    {
    }

    public void Restart()
    {
    }

    public void PageRead(long? remaining)
    {
    }

    public void Opened()
    {
    }

    public bool Event(WatchEventType type, T item, string resourceVersion) => true;

    public void Bookmark(string resourceVersion, bool initialEventsEnd)
    {
    }
}
