using Microsoft.Extensions.Time.Testing;
using Scanner.Worker.Caches;

namespace Scanner.Tests.Worker.Caches;

public sealed class OutagesTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Outages _outages;
    private bool _there = true;

    public OutagesTests() => _outages = new Outages(_time, () => _there);

    [Fact]
    public void AnySince_NoneEver_IsFalse()
    {
        _outages.Look();
        Assert.False(_outages.AnySince(0));
        Assert.Equal(TimeSpan.Zero, _outages.Lasting);
    }

    [Fact]
    public void AnySince_OneThatLastsOrEndedSince_IsTrue()
    {
        var before = _time.GetTimestamp();
        Turn(false);
        _time.Advance(TimeSpan.FromSeconds(5));
        _outages.Look();
        Assert.True(_outages.AnySince(_time.GetTimestamp()));
        Assert.Equal(TimeSpan.FromSeconds(5), _outages.Lasting);
        Turn(true);
        Assert.Equal(TimeSpan.Zero, _outages.Lasting);
        Assert.True(_outages.AnySince(before));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(_outages.AnySince(_time.GetTimestamp()));
    }

    [Fact]
    public void AnySince_OneThatGoesOnForTooLong_DoesNotCountBeforeItEnds()
    {
        Turn(false);
        _time.Advance(TimeSpan.FromSeconds(50));
        var now = _time.GetTimestamp();
        Assert.True(_outages.AnySince(now, TimeSpan.FromMinutes(1)));
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.False(_outages.AnySince(now, TimeSpan.FromMinutes(1)));
        Turn(true);
        Assert.True(_outages.AnySince(now, TimeSpan.FromMinutes(1)));
    }

    private void Turn(bool there)
    {
        _there = there;
        _outages.Look();
    }
}
