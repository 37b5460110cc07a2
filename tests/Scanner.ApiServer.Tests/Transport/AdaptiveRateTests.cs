using Microsoft.Extensions.Time.Testing;
using Scanner.ApiServer.Transport;

namespace Scanner.ApiServer.Tests.Transport;

public sealed class AdaptiveRateTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly AdaptiveRate _rate;

    public AdaptiveRateTests() => _rate = new AdaptiveRate(200, _time);

    [Fact]
    public void Observe_AnswersStayFast_RisesToTheCeilingAndNoFurther()
    {
        Assert.Equal(100, _rate.PerSecond);
        Seconds(1, milliseconds: 10);
        Assert.Equal(120, _rate.PerSecond);
        Seconds(20, milliseconds: 10);
        Assert.Equal(200, _rate.PerSecond);
    }

    [Fact]
    public void Observe_AnswersGrowSlow_FallsAndRisesAgainWhenTheyAreFast()
    {
        Seconds(20, milliseconds: 10);
        Seconds(5, milliseconds: 100);
        Assert.InRange(_rate.PerSecond, 5, 100);
        Seconds(20, milliseconds: 10);
        Assert.Equal(200, _rate.PerSecond);
    }

    [Fact]
    public void Observe_Busy_HalvesOnceForABurst()
    {
        Seconds(20, milliseconds: 10);
        for (var i = 0; i < 50; i++)
            _rate.Observe(TimeSpan.FromMilliseconds(10), isBusy: true);
        Assert.Equal(100, _rate.PerSecond);
    }

    [Fact]
    public void Observe_BusyForLong_KeepsTheFloor()
    {
        for (var i = 0; i < 100; i++)
        {
            _rate.Observe(TimeSpan.FromMilliseconds(10), isBusy: true);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(5, _rate.PerSecond);
    }

    /// <summary>Some webhooks take their time; the server itself is well.</summary>
    [Fact]
    public void Observe_AThirdIsSlow_GoesOnRising()
    {
        Seconds(20, milliseconds: 10);
        for (var second = 0; second < 10; second++)
        {
            for (var i = 0; i < 30; i++)
                _rate.Observe(TimeSpan.FromMilliseconds(i % 3 == 0 ? 5000 : 10), isBusy: false);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(200, _rate.PerSecond);
    }

    /// <summary>A server that is slower from now on is not punished for good.</summary>
    [Fact]
    public void Observe_SlowerForGood_RisesAgainInTheEnd()
    {
        Seconds(20, milliseconds: 10);
        Seconds(10, milliseconds: 40);
        Assert.InRange(_rate.PerSecond, 5, 100);
        Seconds(120, milliseconds: 40);
        Assert.Equal(200, _rate.PerSecond);
    }

    private void Seconds(int count, int milliseconds)
    {
        for (var second = 0; second < count; second++)
        {
            for (var i = 0; i < 20; i++)
                _rate.Observe(TimeSpan.FromMilliseconds(milliseconds), isBusy: false);
            _time.Advance(TimeSpan.FromSeconds(1));
            _rate.Observe(TimeSpan.FromMilliseconds(milliseconds), isBusy: false);
        }
    }
}
