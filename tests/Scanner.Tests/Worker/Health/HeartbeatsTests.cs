using Microsoft.Extensions.Time.Testing;
using Scanner.Worker.Loops;

namespace Scanner.Tests.Worker.Health;

public sealed class HeartbeatsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Heartbeats _beats;

    public HeartbeatsTests() => _beats = new Heartbeats(_time);

    [Fact]
    public void Silent_LoopsThatTurn_AreNotNamed()
    {
        _beats.Beat("a");
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Empty(_beats.Silent());
        _beats.Beat("a");
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Empty(_beats.Silent());
    }

    [Fact]
    public void Silent_StuckLoops_AreNamedInOrderUntilTheyTurnOrEnd()
    {
        _beats.Beat("b");
        _beats.Beat("a");
        _time.Advance(TimeSpan.FromSeconds(121));
        Assert.Equal(["a", "b"], _beats.Silent().AsEnumerable());
        _beats.Beat("a");
        _beats.End("b");
        Assert.Empty(_beats.Silent());
    }

    [Fact]
    public void Silent_LoopThatWaitsForAServer_HasThatMuchLonger()
    {
        _beats.Beat("watch", TimeSpan.FromMinutes(15));
        _time.Advance(TimeSpan.FromMinutes(17));
        Assert.Empty(_beats.Silent());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("watch", Assert.Single(_beats.Silent()));
    }
}
