using Scanner.ApiServer.Lists;
using Scanner.ApiServer.Watches;

namespace Scanner.ApiServer.Reflectors;

/// <summary>
/// Turns lists and watch events into the state of a cache. The cache changes only by a whole list or by an event that follows the one
/// before it; anything else ends the watch, and the reflector lists again.
/// </summary>
internal sealed class ReflectorSink<T>(IObjectCache<T> cache, IReflectorEvents events) : IWatchSink<T>, IListSink<T>
{
    private Dictionary<ObjectKey, T>? _list;
    private bool _isBookmarked;

    /// <summary>Where a watch may go on; null when a list is needed first.</summary>
    public string? Version { get; private set; }

    /// <summary>An event came that cannot follow the one before it.</summary>
    public bool Disordered { get; private set; }

    /// <summary>The list was completed, or something came after it: what is being done succeeds.</summary>
    public bool Progressed => Listed || Followed;

    /// <summary>The list was completed.</summary>
    public bool Listed { get; private set; }

    /// <summary>An event or a bookmark came that belongs to no list.</summary>
    public bool Followed { get; private set; }

    /// <summary>A new list begins; the cache keeps what it has until it is complete.</summary>
    public void BeginList()
    {
        _list = [];
        Version = null;
        Disordered = false;
    }

    public void EndList(string version)
    {
        cache.Replace(_list!);
        _list = null;
        (Version, _isBookmarked) = (version, false);
        Listed = true;
        events.Listed();
    }

    public void BeginWatch() => (Disordered, Listed, Followed) = (false, false, false);

    public void Opened() => events.Opened();

    public bool Event(WatchEventType type, T item, string resourceVersion)
    {
        var key = cache.KeyOf(item);
        if (_list is not null)
        {
            TakeIntoList(type, key, item);
            return true;
        }

        Follow();
        switch (VersionOrder.Compare(resourceVersion, Version))
        {
            case 0 when !_isBookmarked:
                return true;
            // An event of the version that a bookmark told was to come before it.
            case <= 0:
                Disordered = true;
                Version = null;
                return false;
        }

        if (type == WatchEventType.Deleted)
            cache.Remove(key);
        else
            cache.Set(key, item);
        (Version, _isBookmarked) = (resourceVersion, false);
        return true;
    }

    public void Bookmark(string resourceVersion, bool initialEventsEnd)
    {
        // From nowhere no watch could go on.
        if (resourceVersion.Length == 0)
            return;
        if (_list is not null)
        {
            if (initialEventsEnd)
                EndList(resourceVersion);
            return;
        }

        Follow();
        if (VersionOrder.Compare(resourceVersion, Version) > 0)
            (Version, _isBookmarked) = (resourceVersion, true);
    }

    /// <summary>The version is of no use any more.</summary>
    public void Expire() => Version = null;

    public void Add(T item) => _list![cache.KeyOf(item)] = item;

    public void Restart() => _list!.Clear();

    public void PageRead(long? remaining) => events.PageRead();

    // The objects of a streamed list come in no order of versions; changes during it may be among them.
    private void TakeIntoList(WatchEventType type, ObjectKey key, T item)
    {
        if (type == WatchEventType.Deleted)
            _list!.Remove(key);
        else
            _list![key] = item;
        if (type == WatchEventType.Added)
            events.ObjectListed();
    }

    private void Follow()
    {
        if (Followed)
            return;
        Followed = true;
        events.Followed();
    }
}
