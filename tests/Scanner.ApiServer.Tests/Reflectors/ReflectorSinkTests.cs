using Scanner.ApiServer.Reflectors;
using Scanner.ApiServer.Watches;

namespace Scanner.ApiServer.Tests.Reflectors;

public sealed class ReflectorSinkTests : IReflectorEvents
{
    private readonly RecordingCache _cache = new();
    private readonly ReflectorSink<string> _sink;
    private readonly List<string> _told = [];
    private int _synced;

    public ReflectorSinkTests() => _sink = new ReflectorSink<string>(_cache, this);

    [Fact]
    public void List_Complete_ReplacesAtItsEndOnly()
    {
        _sink.BeginList();
        _sink.Add("a1");
        _sink.Add("b1");
        Assert.Empty(_cache.Calls);
        _sink.EndList("5");
        Assert.Equal(["replace a1 b1"], _cache.Calls);
        Assert.Equal(("5", 1), (_sink.Version, _synced));
    }

    [Fact]
    public void List_StartedAgain_ForgetsThePagesBefore()
    {
        _sink.BeginList();
        _sink.Add("a1");
        _sink.Restart();
        _sink.Add("b1");
        _sink.EndList("5");
        Assert.Equal("b1", _cache.Content);
    }

    [Fact]
    public void List_BrokenOff_LeavesTheCacheAlone()
    {
        Listed("5", "a1");
        _sink.BeginList();
        _sink.Add("b1");
        _sink.BeginList();
        _sink.Add("a2");
        _sink.EndList("9");
        Assert.Equal(["replace a1", "replace a2"], _cache.Calls);
    }

    [Fact]
    public void StreamedList_EventsInAnyOrder_EndsWithItsBookmark()
    {
        _sink.BeginList();
        Assert.True(_sink.Event(WatchEventType.Added, "b1", "9"));
        Assert.True(_sink.Event(WatchEventType.Added, "a1", "3"));
        Assert.True(_sink.Event(WatchEventType.Deleted, "b1", "10"));
        _sink.Bookmark("7", initialEventsEnd: false);
        Assert.Null(_sink.Version);
        _sink.Bookmark("10", initialEventsEnd: true);
        Assert.Equal(("a1", "10", 1), (_cache.Content, _sink.Version, _synced));
    }

    [Fact]
    public void Events_InOrder_ChangeTheCacheAndMoveOn()
    {
        Listed("5", "a1");
        Assert.True(_sink.Event(WatchEventType.Added, "b1", "6"));
        Assert.True(_sink.Event(WatchEventType.Modified, "a2", "8"));
        Assert.True(_sink.Event(WatchEventType.Deleted, "b1", "9"));
        Assert.Equal(["replace a1", "set b1", "set a2", "remove b"], _cache.Calls);
        Assert.Equal("9", _sink.Version);
    }

    [Fact]
    public void Event_Twice_CountsOnce()
    {
        Listed("5", "a1");
        _sink.Event(WatchEventType.Deleted, "a1", "6");
        Assert.True(_sink.Event(WatchEventType.Deleted, "a1", "6"));
        Assert.Equal(["replace a1", "remove a"], _cache.Calls);
    }

    [Fact]
    public void Event_OlderThanTheLast_EndsTheWatchAndAsksForAList()
    {
        Listed("5", "a1");
        _sink.Event(WatchEventType.Modified, "a3", "8");
        Assert.False(_sink.Event(WatchEventType.Modified, "a2", "7"));
        Assert.Equal(("a3", null, true), (_cache.Content, _sink.Version, _sink.Disordered));
    }

    [Theory]
    [InlineData("9", "9")]
    [InlineData("4", "5")]
    [InlineData("", "5")]
    public void Bookmark_MovesForwardOnly(string bookmark, string expected)
    {
        Listed("5", "a1");
        _sink.Bookmark(bookmark, initialEventsEnd: false);
        Assert.Equal(expected, _sink.Version);
    }

    /// <summary>
    /// A bookmark says that all up to its version has come. An event of that version which comes after it was overtaken: to take it for one that
    /// came twice would lose it.
    /// </summary>
    [Theory]
    [InlineData(WatchEventType.Deleted)]
    [InlineData(WatchEventType.Modified)]
    public void Event_OfTheVersionOfABookmarkBeforeIt_IsOutOfOrder(WatchEventType type)
    {
        Listed("5", "a1");
        _sink.Bookmark("9", initialEventsEnd: false);
        Assert.False(_sink.Event(type, "a2", "9"));
        Assert.Equal((true, null), (_sink.Disordered, _sink.Version));
    }

    /// <summary>It came before, and the bookmark told nothing new.</summary>
    [Fact]
    public void Event_TwiceWithABookmarkBetween_IsPassedOver()
    {
        Listed("5", "a1");
        Assert.True(_sink.Event(WatchEventType.Modified, "a2", "9"));
        _sink.Bookmark("9", initialEventsEnd: false);
        Assert.True(_sink.Event(WatchEventType.Modified, "a2", "9"));
        Assert.Equal(("a2", "9"), (_cache.Content, _sink.Version));
    }

    /// <summary>Versions are compared as numbers: 9 comes before 10.</summary>
    [Fact]
    public void Event_MoreDigits_IsLater()
    {
        Listed("9", "a1");
        Assert.True(_sink.Event(WatchEventType.Modified, "a2", "10"));
        Assert.Equal("a2", _cache.Content);
    }

    [Fact]
    public void Event_VersionsThatAreNoNumbers_AreBelieved()
    {
        Listed("x9", "a1");
        Assert.True(_sink.Event(WatchEventType.Modified, "a2", "x10"));
        Assert.Equal(("a2", "x10"), (_cache.Content, _sink.Version));
    }

    [Fact]
    public void BeginWatch_AfterProgress_StartsAnew()
    {
        Listed("5", "a1");
        Assert.True(_sink.Progressed);
        _sink.BeginWatch();
        Assert.False(_sink.Progressed);
        _sink.Bookmark("5", initialEventsEnd: false);
        Assert.True(_sink.Progressed);
    }

    [Fact]
    public void Events_OfAListAndAfterIt_AreToldApart()
    {
        _sink.BeginList();
        _sink.BeginWatch();
        _sink.Event(WatchEventType.Added, "a1", "3");
        _sink.Event(WatchEventType.Modified, "a2", "4");
        _sink.Bookmark("4", initialEventsEnd: true);
        Assert.Equal((true, false), (_sink.Listed, _sink.Followed));
        _sink.Event(WatchEventType.Modified, "a3", "5");
        _sink.Bookmark("6", initialEventsEnd: false);
        Assert.Equal(["object", "listed", "followed"], _told);
        Assert.Equal((true, true), (_sink.Listed, _sink.Followed));
    }

    void IReflectorEvents.Opened() => _told.Add("opened");

    void IReflectorEvents.ObjectListed() => _told.Add("object");

    void IReflectorEvents.PageRead() => _told.Add("page");

    void IReflectorEvents.Listed()
    {
        _synced++;
        _told.Add("listed");
    }

    void IReflectorEvents.Followed() => _told.Add("followed");

    private void Listed(string version, params ReadOnlySpan<string> items)
    {
        _sink.BeginList();
        foreach (var item in items)
            _sink.Add(item);
        _sink.EndList(version);
    }
}
