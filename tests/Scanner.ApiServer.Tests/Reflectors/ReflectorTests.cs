using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Reflectors;
using Scanner.ApiServer.Watches;

namespace Scanner.ApiServer.Tests.Reflectors;

public sealed class ReflectorTests : ReflectorRig
{
    [Fact]
    public async Task Run_StreamedList_ThenWatchesOnFromTheLastVersion()
    {
        Server.Watch(Closed, Added("a1", "3"), End("5"), Added("b1", "6")).Watch(Closed, Bookmark("9"));
        await RunAsync(3);
        Assert.Equal(["watch from the list", "watch 6", "watch 9"], Server.Requests);
        Assert.Equal("a1 b1", Cache.Content);
        Assert.Equal(["Starting", "Synced"], Phases);
        Assert.Empty(Restarts);
    }

    [Theory]
    [InlineData(422)]
    [InlineData(400)]
    public async Task Run_NoStreamedLists_FallsBackToPagesAtOnceAndForGood(int code)
    {
        Server.WatchRefused(code).List("5", "a1").Watch(Closed, Bookmark("6")).WatchRefused(410).List("9", "a2");
        await RunAsync(6);
        Assert.Equal(["watch from the list", "list", "watch 5", "watch 6", "list", "watch 9"], Server.Requests);
        Assert.Equal(Server.Times[0], Server.Times[1]);
        Assert.Equal("a2", Cache.Content);
    }

    [Fact]
    public async Task Run_VersionExpired_DeletionsComeFromTheDifferenceAndNotBefore()
    {
        Server.Watch(new WatchEnd.Refused(new ApiStatus { Code = 410 }), Added("a1", "1"), Added("b1", "2"), End("5"))
            .Watch(Closed, Added("b1", "2"), End("9"));
        await RunAsync(3);
        Assert.Equal(["replace a1 b1", "replace b1"], Cache.Calls);
        Assert.Equal(["expired"], Restarts);
    }

    /// <summary>Nothing is followed where every version is too old at once, and lists are as rare as after failures.</summary>
    [Fact]
    public async Task Run_EveryVersionIsTooOld_IsNotSyncedAndTheCacheIsKeptByLists()
    {
        Server.WatchRefused(422);
        for (var i = 0; i < 14; i++)
            Server.List($"{i + 5}", $"a{i}").WatchRefused(410);
        await RunAsync(29);
        Assert.Equal((WatchPhase.Polled, "a13"), (Status!.Phase, Cache.Content));
        Assert.InRange(Pauses()[^2], 15, 30.1);
        Server.List("90", "b1").Watch(Closed, Bookmark("91"));
        await RunOnAsync(32);
        Assert.Equal((WatchPhase.Synced, "b1"), (Status!.Phase, Cache.Content));
    }

    /// <summary>What is streamed begins at no version that could be too old.</summary>
    [Fact]
    public async Task Run_StreamedListIsTooOld_IsLostAndReadInPages()
    {
        Server.WatchRefused(410).List("5", "a1");
        await RunAsync(3);
        Assert.Equal(["watch from the list", "list", "watch 5"], Server.Requests);
        Assert.Equal(["refused"], Restarts);
    }

    /// <summary>Pages that expire again and again are no list.</summary>
    [Fact]
    public async Task Run_ListIsTooOld_IsLost()
    {
        Server.WatchRefused(422).List("5", "a1").Watch(Closed, Bookmark("6")).WatchRefused(410).ListRefused(410).ListRefused(410);
        await RunAsync(7);
        Assert.Equal((WatchPhase.Lost, "a1"), (Status!.Phase, Cache.Content));
    }

    /// <summary>As a proxy makes it up for who sees nothing.</summary>
    [Fact]
    public async Task Run_ListWithoutAVersion_IsLostAndNothingIsForgotten()
    {
        Server.WatchRefused(422).List("5", "a1").Watch(Closed, Bookmark("6")).WatchRefused(410).List("").List("9", "a2");
        await RunAsync(5);
        Assert.Equal((WatchPhase.Lost, "a1"), (Status!.Phase, Cache.Content));
        await RunOnAsync(6);
        Assert.Equal("a2", Cache.Content);
    }

    [Fact]
    public async Task Run_PagesOfDifferentMoments_AreReadAgainInOnePiece()
    {
        Server.WatchRefused(422).List("5", consistent: false, "a1").List("7", "a2");
        await RunAsync(4);
        Assert.Equal(["watch from the list", "list", "list whole", "watch 7"], Server.Requests);
        Assert.Equal(["replace a2"], Cache.Calls);
    }

    /// <summary>What went wrong once is no reason to read everything in one piece for ever.</summary>
    [Fact]
    public async Task Run_PagesOfDifferentMomentsOnce_TheNextListIsInPagesAgain()
    {
        Server.WatchRefused(422).List("5", consistent: false, "a1").List("7", "a2").WatchRefused(410).List("9", "a3");
        await RunAsync(6);
        Assert.Equal(["watch from the list", "list", "list whole", "watch 7", "list", "watch 9"], Server.Requests);
    }

    [Fact]
    public async Task Run_WholeListFails_TheNextIsInPages()
    {
        Server.WatchRefused(422).List("5", consistent: false, "a1").ListFails().List("7", "a2");
        await RunAsync(5);
        Assert.Equal(["watch from the list", "list", "list whole", "list", "watch 7"], Server.Requests);
    }

    [Fact]
    public async Task Run_ConnectionLostOnce_GoesOnWhereItWas()
    {
        Server.Watch(Closed, Added("a1", "1"), End("5")).WatchFails();
        await RunAsync(3);
        Assert.Equal(["watch from the list", "watch 5", "watch 5"], Server.Requests);
        Assert.Equal(["lost"], Restarts);
    }

    /// <summary>A server that was away may have come back with an older state.</summary>
    [Fact]
    public async Task Run_ConnectionLostAgain_ListsAnewAndKeepsWhatItHasMeanwhile()
    {
        Server.Watch(Closed, Added("a1", "1"), End("5")).WatchFails().WatchFails();
        await RunAsync(4);
        Assert.Equal(["watch from the list", "watch 5", "watch 5", "watch from the list"], Server.Requests);
        Assert.Equal(["replace a1"], Cache.Calls);
        Assert.Equal(WatchPhase.Lost, Status!.Phase);
    }

    [Fact]
    public async Task Run_TooManyRequests_WaitsAsLongAsAskedAndDoesNotList()
    {
        Server.Watch(Closed, Added("a1", "1"), End("5")).WatchRefused(429, TimeSpan.FromSeconds(20)).WatchRefused(429, TimeSpan.FromSeconds(20));
        await RunAsync(4);
        Assert.Equal(["watch 5", "watch 5", "watch 5"], Server.Requests.Skip(1));
        Assert.True(Server.Times[2] - Server.Times[1] >= TimeSpan.FromSeconds(20));
        Assert.True(Server.Times[3] - Server.Times[2] >= TimeSpan.FromSeconds(20));
    }

    /// <summary>Whatever a server asks for: it may be well again, and nobody would see.</summary>
    [Theory]
    [InlineData(7200)]
    [InlineData(5_000_000)]
    public async Task Run_ServerAsksForAVeryLongPause_IsAskedAgainWithinMinutes(int seconds)
    {
        Server.Watch(Closed, Added("a1", "1"), End("5")).WatchRefused(429, TimeSpan.FromSeconds(seconds));
        await RunAsync(3);
        Assert.InRange(Server.Times[2] - Server.Times[1], TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(2.1));
    }

    [Fact]
    public async Task Run_ListDenied_NamesTheVerb()
    {
        Server.WatchRefused(422).ListRefused(403);
        await RunAsync(2);
        Assert.Equal("list", Status!.DeniedVerb);
    }

    [Fact]
    public async Task Run_FailuresInARow_PausesGrowAndBeginAnewAfterASuccess()
    {
        Server.Fails().Fails().Fails().Fails().Watch(Closed, End("5"), Bookmark("6")).WatchFails();
        await RunAsync(7);
        var pauses = Server.Times.Zip(Server.Times.Skip(1), (a, b) => (b - a).TotalSeconds).ToList();
        foreach (var (pause, bound) in pauses.Take(4).Zip(new[] { 1.0, 2, 4, 8 }))
            Assert.InRange(pause, bound / 2, bound + 0.1);
        Assert.Equal(0, pauses[4]);
        Assert.InRange(pauses[5], 0.5, 1.1);
    }

    [Fact]
    public async Task Run_Disorder_ListsAnew()
    {
        Server.Watch(new WatchEnd.Stopped(), Added("a1", "1"), End("5"), Added("a3", "8"), Added("a2", "7"));
        await RunAsync(2);
        Assert.Equal(["watch from the list", "watch from the list"], Server.Requests);
        Assert.Equal(["disorder"], Restarts);
    }
}
