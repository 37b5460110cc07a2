using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Reflectors;
using Scanner.ApiServer.Watches;

namespace Scanner.ApiServer.Tests.Reflectors;

/// <summary>Something between us and the server passes lists on, and watches not, or late, or not as they are.</summary>
public sealed class ReflectorSilenceTests : ReflectorRig
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);
    private static readonly WatchEnd s_unreadable = new WatchEnd.Failed(new TransportFailure(TransportFailureKind.BadAnswer, "it is no event"));
    private static readonly ApiStatus s_gateway = new() { Code = 504, Message = "<html>504 Gateway Time-out</html>", Untyped = true };

    [Fact]
    public async Task StreamedList_NothingComes_PlainListWithinAMinute()
    {
        Server.WatchHangs().List("5", "a1");
        await AssertPlainListAsync();
    }

    [Fact]
    public async Task StreamedList_HeadersAlone_PlainListWithinAMinute()
    {
        Server.WatchStands().List("5", "a1");
        await AssertPlainListAsync();
    }

    /// <summary>Such as a proxy that takes the bookmark out, or a server that takes the request for a plain watch.</summary>
    [Fact]
    public async Task StreamedList_WithoutItsEnd_PlainListWithinAMinute()
    {
        Server.WatchStands((TimeSpan.Zero, Added("a1", "1")), (TimeSpan.FromSeconds(1), Bookmark("4"))).List("5", "a1");
        await AssertPlainListAsync();
    }

    /// <summary>Such as a gateway that holds answers back until they are complete, and loses patience sooner than we do.</summary>
    [Theory]
    [InlineData(0, true)]
    [InlineData(15, true)]
    [InlineData(19, true)]
    [InlineData(15, false)]
    [InlineData(0, false)]
    public async Task StreamedList_EndedInTheServersPlace_PlainListWithinAMinute(int seconds, bool refused)
    {
        var end = refused ? new WatchEnd.Refused(s_gateway) : (WatchEnd)new WatchEnd.Failed(new TransportFailure(TransportFailureKind.Connection, "reset"));
        var streamed = refused || seconds > 0 ? 2 : 3;
        for (var i = 0; i < streamed; i++)
            Server.Watch(TimeSpan.FromSeconds(seconds), end);
        Server.List("5", "a1");
        await RunAsync(streamed + 2);
        Assert.Equal([.. Enumerable.Repeat("watch from the list", streamed), "list", "watch 5"], Server.Requests);
        Assert.Equal((WatchPhase.Synced, "a1"), (Status!.Phase, Cache.Content));
        Assert.InRange(Server.Times[streamed] - Server.Times[0], TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    /// <summary>A server that is away refuses plain lists too, and is asked for a streamed one when it is back.</summary>
    [Fact]
    public async Task StreamedList_PlainOneFailsToo_IsTriedAgain()
    {
        Server.WatchRefused(s_gateway).WatchRefused(s_gateway).ListFails().Watch(Closed, Added("a1", "4"), End("5"));
        await RunAsync(5);
        Assert.Equal(["watch from the list", "watch from the list", "list", "watch from the list", "watch 5"], Server.Requests);
    }

    /// <summary>The server has no time, knows nobody, or gives no right: none is a matter of how a list is asked for.</summary>
    [Theory]
    [InlineData(429)]
    [InlineData(401)]
    [InlineData(403)]
    public async Task StreamedList_BusyUnknownOrForbidden_IsAskedForAgain(int code)
    {
        for (var i = 0; i < 6; i++)
            Server.WatchRefused(new ApiStatus { Code = code });
        await RunAsync(7);
        Assert.Equal(Enumerable.Repeat("watch from the list", 7), Server.Requests);
    }

    /// <summary>In a busy cluster there is always something: that is not the list getting on.</summary>
    [Fact]
    public async Task StreamedList_WithoutItsEndInABusyCluster_PlainListWithinAMinute()
    {
        var second = TimeSpan.FromSeconds(1);
        var events = Enumerable.Range(1, 200).Select(i => (second, i % 2 == 0 ? Modified("a1", $"{i}") : Added("b1", $"{i}")));
        Server.WatchStands([.. events]).List("500", "a1");
        await AssertPlainListAsync();
    }

    [Fact]
    public async Task StreamedList_ThatGetsOn_IsWaitedFor()
    {
        var events = Enumerable.Range(1, 3000).Select(i => (TimeSpan.FromMilliseconds(100), Added($"{(char)('a' + i % 20)}1", $"{i}")));
        Server.WatchStands([.. events, (TimeSpan.Zero, End("3000"))]);
        await RunAsync(1);
        await Task.Run(() => Advance(TimeSpan.FromMinutes(6)));
        Assert.Equal(["watch from the list"], Server.Requests);
        Assert.Equal(WatchPhase.Synced, Status!.Phase);
    }

    /// <summary>What was in the way may have gone.</summary>
    [Fact]
    public async Task StreamedList_StoodStillAnHourAgo_IsTriedAgain()
    {
        Server.WatchHangs().List("5", "a1").Watch(TimeSpan.FromMinutes(61), new WatchEnd.Refused(new ApiStatus { Code = 410 }));
        await RunAsync(4);
        Assert.Equal(["watch from the list", "list", "watch 5", "watch from the list"], Server.Requests);
    }

    /// <summary>A proxy that hands an answer on when it is complete: the shorter the watch, the sooner its events come.</summary>
    [Fact]
    public async Task Watch_HeldBackUntilItsEnd_IsAskedForShortAndKeepsTheCacheSynced()
    {
        Server.WatchHangs().List("5", "a1");
        var half = TimeSpan.FromSeconds(30);
        Server.Watch(half, Closed, Modified("a2", "6"), Bookmark("7")).Watch(half, Closed, Bookmark("9"));
        await RunAsync(5);
        Assert.Equal(["watch from the list", "list", "watch 5", "watch 7", "watch 9"], Server.Requests);
        Assert.All(Server.Lengths.Skip(1), length => Assert.Equal(half, length));
        Assert.Equal(["Starting", "Synced"], Phases);
        Assert.Equal("a2", Cache.Content);
    }

    /// <summary>A proxy that gives up on answers that bring nothing for a minute: the next is asked to end before that.</summary>
    [Fact]
    public async Task Watch_CutForSilence_ListsAtOnceAndWatchesShorter()
    {
        Server.Watch(Closed, Added("a1", "1"), End("5"))
            .WatchRefused(s_gateway, s_minute)
            .Watch(Closed, Added("a2", "6"), End("7"))
            .Watch(TimeSpan.FromSeconds(28), Closed, Bookmark("9"));
        await RunAsync(5);
        Assert.Equal(["watch from the list", "watch 5", "watch from the list", "watch 7", "watch 9"], Server.Requests);
        Assert.All(Server.Lengths.Skip(2), length => Assert.Equal(TimeSpan.FromSeconds(30), length));
        Assert.Equal("Synced", Phases[^1]);
    }

    [Fact]
    public async Task Watch_AcceptedAtOnceAgain_IsLongAgain()
    {
        Server.WatchHangs().List("5", "a1").Watch(Closed, Bookmark("6")).Watch(Closed, Bookmark("7"));
        await RunAsync(4);
        Assert.Equal(TimeSpan.FromSeconds(30), Server.Lengths[1]);
        Assert.InRange(Server.Lengths[2], TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10));
    }

    /// <summary>Where nothing changes a server sends nothing, and no bookmark either: its watches are as good as any.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Watch_QuietToItsEnd_IsFollowedWithoutAPause(bool heldBack)
    {
        if (heldBack)
            Server.WatchHangs().List("5", "a1");
        else
            Server.Watch(Closed, Added("a1", "1"), End("5"));
        for (var i = 0; i < 6; i++)
            Server.WatchWhole(opensAtOnce: !heldBack);
        await RunAsync(heldBack ? 9 : 8);
        Assert.Equal(["Starting", "Synced"], Phases);
        var watches = Server.Lengths.Skip(1).ToList();
        Assert.All(watches, length => Assert.True(heldBack ? length == TimeSpan.FromSeconds(30) : length >= TimeSpan.FromMinutes(5), $"{length}"));
        Assert.All(Pauses().Skip(heldBack ? 2 : 1).Zip(watches), p => Assert.InRange(p.First, p.Second.TotalSeconds, p.Second.TotalSeconds + 0.1));
    }

    /// <summary>Headers that come with the first event are long in coming where little happens: the watch is waited for.</summary>
    [Fact]
    public async Task Watch_HeadersWithTheFirstEvent_StaysSynced()
    {
        Server.WatchRefused(422).List("5", "a1").Watch(s_minute, Closed, Bookmark("6")).Watch(s_minute, Closed, Bookmark("7"));
        await RunAsync(5);
        Assert.Equal(["Starting", "Synced"], Phases);
        Assert.Empty(Restarts);
        Assert.All(Server.Lengths, length => Assert.InRange(length, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10)));
    }

    public static TheoryData<bool> Empties => [true, false];

    /// <summary>Something answers every watch itself: with nothing, or with a page of HTML.</summary>
    /// <param name="closes">In good order.</param>
    [Theory]
    [MemberData(nameof(Empties))]
    public async Task Watch_EveryOneBringsNothing_IsNotSyncedAndTheCacheIsKeptByLists(bool closes)
    {
        Server.WatchRefused(422);
        for (var i = 0; i < 6; i++)
        {
            Server.List($"{i + 5}", $"a{i}");
            for (var watches = i == 0 ? 2 : 1; watches > 0; watches--)
                Server.Watch(closes ? Closed : s_unreadable, static _ => { });
        }

        await RunAsync(15);
        Assert.Equal(WatchPhase.Polled, Status!.Phase);
        Assert.NotNull(Status.Message);
        Assert.Equal("a5", Cache.Content);
        Assert.Equal(closes ? ["Starting", "Synced", "Polled"] : ["Starting", "Synced", "Lost", "Polled"], Phases);
        Assert.True(Pauses()[^1] + Pauses()[^2] >= 8, string.Join(' ', Pauses()));
    }

    [Fact]
    public async Task Watch_BringsSomethingAfterAll_IsSyncedAgain()
    {
        Server.WatchRefused(422).List("5", "a1").Watch(Closed).Watch(Closed).List("6", "a1").WatchStands((TimeSpan.FromSeconds(40), Bookmark("7")));
        await RunAsync(6);
        Assert.Equal(WatchPhase.Polled, Status!.Phase);
        await Task.Run(() => Advance(TimeSpan.FromSeconds(60)));
        Assert.Equal(WatchPhase.Synced, Status!.Phase);
    }

    /// <summary>A server that dies again as soon as it has accepted a watch: the one that lasts is followed, though nothing happens on it.</summary>
    [Fact]
    public async Task Watch_LastsAfterSomeThatDidNot_IsSyncedAlthoughItIsQuiet()
    {
        WatchEnd broken = new WatchEnd.Failed(new TransportFailure(TransportFailureKind.Connection, "reset"));
        Server.Watch(Closed, Added("a1", "1"), End("5")).Watch(broken, static _ => { }).Watch(broken, static _ => { });
        Server.WatchStands((TimeSpan.Zero, Added("a1", "1")), (TimeSpan.Zero, End("5")));
        await RunAsync(4);
        await Task.Run(() => Advance(TimeSpan.FromSeconds(1)));
        Assert.Equal(WatchPhase.Polled, Status!.Phase);
        await Task.Run(() => Advance(TimeSpan.FromSeconds(11)));
        Assert.Equal(WatchPhase.Synced, Status!.Phase);
    }

    /// <summary>A server that is killed every few seconds, under a watch on which nothing happens: each time it is back all is followed at once.</summary>
    [Fact]
    public async Task Watch_ServerDiesAgainAndAgain_IsSyncedAsSoonAsItIsBack()
    {
        WatchEnd broken = new WatchEnd.Failed(new TransportFailure(TransportFailureKind.Connection, "reset"));
        Server.Watch(Closed, Added("a1", "1"), End("5"));
        for (var kill = 0; kill < 5; kill++)
            Server.WatchBreaks(TimeSpan.FromSeconds(8), broken).Watch(Closed, Added("a1", "1"), End("5"));
        await RunAsync(12);
        Assert.Equal(["watch from the list", "watch 5", "watch from the list", "watch 5", "watch from the list"], Server.Requests.Take(5));
        Assert.DoesNotContain("Polled", Phases);
        Assert.Equal(WatchPhase.Synced, Status!.Phase);
        Assert.All(Pauses(), pause => Assert.InRange(pause, 0, 10));
    }

    /// <summary>Something in between that breaks every quiet watch after some seconds is no server that dies, and is not believed for long.</summary>
    [Fact]
    public async Task Watch_EveryOneBreaksAfterSomeSeconds_IsNotSyncedForLong()
    {
        WatchEnd broken = new WatchEnd.Failed(new TransportFailure(TransportFailureKind.Connection, "reset"));
        Server.WatchRefused(422).List("5", "a1");
        for (var i = 0; i < 6; i++)
            Server.WatchBreaks(TimeSpan.FromSeconds(5), broken).List("5", "a1");
        Server.WatchBreaks(TimeSpan.FromSeconds(5), broken).WatchBreaks(TimeSpan.FromSeconds(5), broken).List("5", "a1");
        await RunAsync(17);
        await RunOnAsync(18);
        Assert.Equal(WatchPhase.Polled, Status!.Phase);
    }

    /// <summary>One that ends again and again as soon as it has begun is not asked as fast as it answers.</summary>
    [Fact]
    public async Task Watch_EndsAtOnceWithABookmark_IsAskedAgainMoreAndMoreRarely()
    {
        Server.Watch(Closed, Added("a1", "1"), End("5"));
        for (var i = 6; i < 16; i++)
            Server.Watch(Closed, Bookmark($"{i}"));
        await RunAsync(11);
        Assert.True(Pauses()[^1] >= 10, string.Join(' ', Pauses()));
        Assert.Equal(["Starting", "Synced"], Phases);
    }

    /// <summary>A server that is not there at all is another matter: once it answers, its word counts.</summary>
    [Fact]
    public async Task Watch_ServerUnreachableForLong_SyncedByTheFirstList()
    {
        Server.WatchRefused(422).List("5", "a1");
        Server.Watch(s_minute, new WatchEnd.Failed(new TransportFailure(TransportFailureKind.Connection, "timed out"))).ListFails().ListFails().List("9", "a2");
        await RunAsync(6);
        Assert.Equal(["Starting", "Synced", "Lost", "Synced"], Phases);
        Assert.Equal(WatchPhase.Synced, Status!.Phase);
    }

    private async Task AssertPlainListAsync()
    {
        await RunAsync(3);
        Assert.Equal(["watch from the list", "list"], Server.Requests.Take(2));
        Assert.True(Server.Times[1] - Server.Times[0] <= TimeSpan.FromSeconds(45), $"{Server.Times[1] - Server.Times[0]}");
        Assert.Equal(["silent"], Restarts);
        Assert.Equal((WatchPhase.Synced, "a1"), (Status!.Phase, Cache.Content));
    }

    private void Advance(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromMilliseconds(50))
            Time.Advance(TimeSpan.FromMilliseconds(50));
    }
}
