using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Reflectors;

namespace Scanner.ApiServer.Tests.Reflectors;

/// <summary>Who says no, and whether it is meant.</summary>
public sealed class ReflectorRefusalTests : ReflectorRig
{
    private static readonly ApiStatus s_notServed = new() { Code = 404, Reason = "NotFound", Message = "the server could not find the requested resource" };

    /// <summary>The 403 of a proxy is an outage, however long it lasts: nobody has taken a right away.</summary>
    [Fact]
    public async Task Run_ProxyForbids_IsLostAndNotForbidden()
    {
        Server.Watch(Closed, Added("a1", "1"), End("5"));
        for (var i = 0; i < 20; i++)
            Server.Refused(new ApiStatus { Code = 403, Message = "<html>403 Forbidden</html>", Untyped = true });
        await RunAsync(21);
        Assert.Equal(["Starting", "Synced", "Lost"], Phases);
        Assert.Null(Status!.DeniedVerb);
        Assert.Equal("a1", Cache.Content);
    }

    /// <summary>An API server that has just started knows no roles yet, and refuses everybody.</summary>
    [Fact]
    public async Task Run_ForbiddenForAMomentAfterASuccess_IsAnOutage()
    {
        Server.Watch(Closed, Added("a1", "1"), End("5")).WatchRefused(403).WatchRefused(403).Watch(Closed, Added("a2", "6"), End("9"));
        await RunAsync(5);
        Assert.Equal(["Starting", "Synced", "Lost", "Synced"], Phases);
        Assert.InRange(Pauses()[1], 0.5, 1.1);
        Assert.InRange(Pauses()[2], 1, 2.1);
        Assert.Equal(["replace a1", "replace a2"], Cache.Calls);
    }

    /// <summary>However long the server was away before: once it answers, it is asked as often as at first.</summary>
    [Fact]
    public async Task Run_ForbiddenAfterALongOutage_IsAskedAgainAtOnce()
    {
        Server.Watch(Closed, Added("a1", "1"), End("5"));
        for (var i = 0; i < 8; i++)
            Server.Fails();
        Server.WatchRefused(403).Watch(Closed, Added("a2", "6"), End("9"));
        await RunAsync(11);
        Assert.InRange(Pauses()[9], 0.5, 1.1);
        Assert.DoesNotContain("Forbidden", Phases);
    }

    [Fact]
    public async Task Run_ForbiddenForGood_IsToldAfterHalfAMinuteAndAskedRarely()
    {
        Server.Watch(Closed, Added("a1", "1"), End("5"));
        for (var i = 0; i < 14; i++)
            Server.WatchRefused(403);
        await RunAsync(15);
        Assert.Equal(["Starting", "Synced", "Lost", "Forbidden"], Phases);
        Assert.Equal("watch", Status!.DeniedVerb);
        Assert.InRange(Pauses()[^1], 30, 60.1);
        Assert.Equal(["replace a1"], Cache.Calls);
        Server.Watch(Closed, Added("b1", "7"), End("8"));
        await RunOnAsync(17);
        Assert.Equal((WatchPhase.Synced, "b1"), (Status!.Phase, Cache.Content));
    }

    /// <summary>Who was never allowed is told so at once, and a right that comes a moment later is seen a moment later.</summary>
    [Fact]
    public async Task Run_ForbiddenFromTheStart_IsToldAtOnce()
    {
        Server.WatchRefused(403).WatchRefused(403);
        await RunAsync(3);
        Assert.Equal(["Starting", "Forbidden"], Phases);
        Assert.InRange(Pauses()[0], 2.5, 5.1);
        Assert.InRange(Pauses()[1], 5, 10.1);
    }

    /// <summary>The right to list is none to watch: lists keep the cache, and it is not called followed each time.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_OnlyWatchesForbidden_IsForbiddenAndTheCacheIsKeptByLists(bool wasAllowed)
    {
        Server.WatchRefused(422).List("5", "a1");
        if (wasAllowed)
            Server.Watch(Closed, Bookmark("6")).WatchRefused(403);
        Server.WatchRefused(403);
        for (var i = 0; i < 14; i++)
            Server.List($"{i + 7}", $"a{i}").WatchRefused(403);
        var requests = wasAllowed ? 33 : 31;
        await RunAsync(requests);
        Assert.Equal((WatchPhase.Forbidden, "watch", true), (Status!.Phase, Status.DeniedVerb, Status.HasList));
        Assert.Equal(wasAllowed ? ["Starting", "Synced", "Lost", "Forbidden"] : ["Starting", "Synced", "Forbidden"], Phases);
        Assert.Equal("a13", Cache.Content);
        Assert.InRange(Pauses()[^2], 30, 60.1);
        Server.List("90", "b1").Watch(Closed, Bookmark("91"));
        await RunOnAsync(requests + 3);
        Assert.Equal((WatchPhase.Synced, "b1"), (Status!.Phase, Cache.Content));
    }

    /// <summary>A token that is not accepted is no matter of rights: nothing can be asked, and the server may take it back.</summary>
    [Fact]
    public async Task Run_Unauthorized_IsLost()
    {
        Server.Watch(Closed, Added("a1", "1"), End("5"));
        for (var i = 0; i < 12; i++)
            Server.WatchRefused(401);
        await RunAsync(13);
        Assert.Equal(["Starting", "Synced", "Lost"], Phases);
        Assert.Null(Status!.DeniedVerb);
    }

    [Fact]
    public async Task Run_ResourceIsGone_IsForgotten()
    {
        Server.Watch(Closed, Added("a1", "1"), End("5")).WatchRefused(s_notServed);
        await RunAsync(3);
        Assert.Equal(WatchPhase.NotServed, Status!.Phase);
        Assert.Equal(["replace a1", "forget"], Cache.Calls);
    }

    public static TheoryData<string, bool> NotFounds => new()
    {
        { "404 page not found", true },
        { "404 page not found", false },
        { "<html>404 Not Found</html>", true },
        { "no such cluster", false },
        { "", true },
    };

    /// <summary>A proxy without its backend answers 404 for everything, in words of its own.</summary>
    [Theory]
    [MemberData(nameof(NotFounds))]
    public async Task Run_NotFoundWithoutAStatus_IsLostAndNothingIsForgotten(string text, bool alwaysServed)
    {
        IsAlwaysServed = alwaysServed;
        Server.Watch(Closed, Added("a1", "1"), End("5"));
        for (var i = 0; i < 8; i++)
            Server.Refused(new ApiStatus { Code = 404, Message = text, Untyped = true });
        await RunAsync(10);
        Assert.Equal(["Starting", "Synced", "Lost"], Phases);
        Assert.Equal(["replace a1"], Cache.Calls);
    }

    /// <summary>There is no API server without namespaces: whoever says so is none, or is not ready.</summary>
    [Fact]
    public async Task Run_NotFoundOfWhatEveryServerHas_IsLost()
    {
        IsAlwaysServed = true;
        Server.Watch(Closed, Added("a1", "1"), End("5")).WatchRefused(s_notServed).WatchRefused(s_notServed);
        await RunAsync(4);
        Assert.Equal(["Starting", "Synced", "Lost"], Phases);
        Assert.Equal(["replace a1"], Cache.Calls);
    }

    public static TheoryData<string> Refusals => ["gateway", "method", "proxy", "connection"];

    /// <summary>Lists get through and no watch begins: nothing is followed, and lists are as rare as after failures.</summary>
    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Run_EveryWatchIsRefused_IsNotSyncedAndTheCacheIsKeptByLists(string by)
    {
        Server.WatchRefused(422).List("5", "a0");
        RefuseWatch(by);
        RefuseWatch(by);
        for (var i = 1; i < 14; i++)
        {
            Server.List($"{i + 5}", $"a{i}");
            RefuseWatch(by);
        }

        await RunAsync(30);
        Assert.Equal((WatchPhase.Polled, "a13"), (Status!.Phase, Cache.Content));
        Assert.NotEmpty(Status.Message!);
        Assert.Equal(["Starting", "Synced", "Lost", "Synced", "Polled"], Phases);
        Assert.DoesNotContain("forget", Cache.Calls);
        Assert.InRange(Pauses()[^2], 15, 30.1);
        Server.List("90", "b1").Watch(Closed, Bookmark("91")).WatchFails();
        await RunOnAsync(34);
        Assert.Equal((WatchPhase.Lost, "b1"), (Status.Phase, Cache.Content));
        Assert.Equal("Synced", Phases[^2]);
        Assert.InRange(Pauses()[^1], 0.5, 1.1);
    }

    /// <summary>Where headers come with the end, a watch that is accepted shows so when it ends, which is to be soon.</summary>
    [Fact]
    public async Task Run_AcceptedAfterAllWereRefused_IsSyncedWithinAMinute()
    {
        Server.WatchRefused(422).List("5", "a1").WatchFails().WatchFails().List("6", "a1").WatchFails().List("7", "a1").WatchWhole(opensAtOnce: false);
        await RunAsync(8);
        Assert.Equal(WatchPhase.Polled, Status!.Phase);
        Assert.InRange(Server.Lengths[^1], TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60));
        await RunOnAsync(9);
        Assert.Equal(WatchPhase.Synced, Status.Phase);
        Assert.InRange(Server.Lengths[^1], TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10));
    }

    /// <summary>A streamed list is a watch too: while none begins it is not tried again, however long ago it was given up.</summary>
    [Fact]
    public async Task Run_EveryWatchIsRefusedForMoreThanAnHour_ListsGoOn()
    {
        Server.WatchHangs().List("5", "a1").WatchFails().WatchFails();
        for (var i = 0; i < 180; i++)
            Server.List($"{i + 6}", $"a{i}").WatchFails();
        await RunAsync(364);
        Assert.True(Server.Times[^1] - Server.Times[0] > TimeSpan.FromMinutes(61), $"{Server.Times[^1] - Server.Times[0]}");
        Assert.Equal("a179", Cache.Content);
    }

    /// <summary>Who refuses all watches may ask for a longer pause as well.</summary>
    [Fact]
    public async Task Run_EveryWatchIsRefused_WaitsAsLongAsAsked()
    {
        Server.WatchRefused(422).List("5", "a1").WatchFails().WatchFails().List("6", "a1").WatchFails().List("7", "a1").WatchRefused(503, TimeSpan.FromMinutes(1));
        await RunAsync(9);
        Assert.Equal(WatchPhase.Polled, Status!.Phase);
        Assert.InRange(Pauses()[^1], 60, 60.1);
    }

    /// <summary>A server that answers now and then, and each time has just started, has taken no right away.</summary>
    [Fact]
    public async Task Run_ForbiddenTwiceAmongRefusals_IsNotBelieved()
    {
        Server.WatchRefused(422).List("5", "a1").Watch(Closed, Bookmark("6")).WatchFails().WatchFails().List("7", "a1").WatchFails().List("8", "a1").WatchRefused(403);
        for (var i = 0; i < 6; i++)
            Server.List($"{i + 9}", "a1").WatchFails();
        Server.List("20", "a1").WatchRefused(403);
        await RunAsync(23);
        Assert.True(Server.Times[22] - Server.Times[8] > TimeSpan.FromSeconds(30), $"{Server.Times[22] - Server.Times[8]}");
        Assert.DoesNotContain("Forbidden", Phases);
    }

    private void RefuseWatch(string by)
    {
        if (by == "connection")
            Server.WatchFails();
        else
            Server.WatchRefused(by switch
            {
                "gateway" => new ApiStatus { Code = 502, Message = "<html>502 Bad Gateway</html>", Untyped = true },
                "method" => new ApiStatus { Code = 405, Reason = "MethodNotAllowed", Message = "the server does not allow this method" },
                _ => new ApiStatus { Code = 404, Message = "no such cluster", Untyped = true },
            });
    }
}
