using Microsoft.Extensions.Time.Testing;
using Scanner.ApiServer.Transport;

namespace Scanner.ApiServer.Tests.Transport;

public sealed class BackgroundPlacesTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly BackgroundPlaces _places;

    public BackgroundPlacesTests() => _places = new BackgroundPlaces(_time) { Count = 2, LongestHold = TimeSpan.FromMilliseconds(100) };

    [Fact]
    public async Task Take_AllTaken_WaitsUntilOneIsLeftInOrder()
    {
        var first = await _places.TakeAsync(default);
        _ = await _places.TakeAsync(default);
        var third = _places.TakeAsync(default);
        var fourth = _places.TakeAsync(default);
        Assert.False(third.IsCompleted);
        first.Dispose();
        await third;
        Assert.False(fourth.IsCompleted);
    }

    /// <summary>A webhook that takes a minute must not keep others from asking.</summary>
    [Fact]
    public async Task Take_CallsTakeVeryLong_TheirPlacesAreFreeAfterTheLongestHold()
    {
        var slow = new[] { await _places.TakeAsync(default), await _places.TakeAsync(default) };
        var next = _places.TakeAsync(default);
        _time.Advance(TimeSpan.FromMilliseconds(99));
        Assert.False(next.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await next;
        // Their ends free no second place.
        _ = await _places.TakeAsync(default);
        Assert.All(slow, s => s.Dispose());
        Assert.False(_places.TakeAsync(default).IsCompleted);
    }

    [Fact]
    public async Task LeaveAfter_PlaceIsFreeThenAndNotBefore()
    {
        _places.Count = 1;
        var slow = await _places.TakeAsync(default);
        _time.Advance(TimeSpan.FromMilliseconds(50));
        slow.LeaveAfter(TimeSpan.FromMilliseconds(40));
        var next = _places.TakeAsync(default);
        _time.Advance(TimeSpan.FromMilliseconds(39));
        Assert.False(next.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await next;
    }

    [Fact]
    public async Task LeaveAfter_HeldTooLongAlready_FreesNoSecondPlace()
    {
        _places.Count = 1;
        var slow = await _places.TakeAsync(default);
        _time.Advance(TimeSpan.FromMilliseconds(100));
        _ = await _places.TakeAsync(default);
        slow.LeaveAfter(TimeSpan.FromMilliseconds(10));
        slow.LeaveAfter(TimeSpan.Zero);
        _time.Advance(TimeSpan.FromMilliseconds(50));
        Assert.False(_places.TakeAsync(default).IsCompleted);
    }

    [Fact]
    public async Task Take_CancelledWhileItWaits_ThrowsAndTakesNone()
    {
        _places.Count = 1;
        var first = await _places.TakeAsync(default);
        using var cancel = new CancellationTokenSource();
        var cancelled = _places.TakeAsync(cancel.Token);
        var next = _places.TakeAsync(default);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        first.Dispose();
        await next;
        Assert.False(_places.TakeAsync(default).IsCompleted);
    }

    [Fact]
    public async Task Count_Grows_CallsThatWaitGoOutWithTheNextThatEnds()
    {
        _places.Count = 1;
        var first = await _places.TakeAsync(default);
        var waiting = Enumerable.Range(0, 3).Select(_ => _places.TakeAsync(default)).ToList();
        _places.Count = 3;
        first.Dispose();
        await Task.WhenAll(waiting);
    }
}
