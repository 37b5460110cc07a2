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

    /// <summary>Little's law: at 200 a second and 10 ms each there are two on their way.</summary>
    [Fact]
    public void AtOnce_FollowsTheRateAndWhatIsUsual()
    {
        Assert.Equal(2, _rate.AtOnce);
        Seconds(20, milliseconds: 10);
        Assert.Equal(2, _rate.AtOnce);
        Assert.Equal(1, Settled(milliseconds: 1).AtOnce);
        Seconds(180, milliseconds: 300);
        Assert.Equal(60, _rate.AtOnce);
    }

    /// <summary>Slower than usual is no reason for more calls at once: they would only wait on the server.</summary>
    [Fact]
    public void AtOnce_AnswersGrowSlow_DoesNotGrow()
    {
        Seconds(20, milliseconds: 10);
        Seconds(3, milliseconds: 100);
        Assert.Equal(2, _rate.AtOnce);
    }

    [Theory]
    [InlineData(10, 0)]
    [InlineData(20, 0)]
    [InlineData(60, 50)]
    [InlineData(99, 89)]
    [InlineData(100, 0)]
    [InlineData(30_000, 0)]
    public void PauseAfter_IsWhatACallTookMoreThanUsual_WhereTheServerIsSlowAndNotAWebhook(int tookMilliseconds, int pauseMilliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(pauseMilliseconds), Settled(milliseconds: 10).PauseAfter(TimeSpan.FromMilliseconds(tookMilliseconds)));

    [Fact]
    public void PauseAfter_NothingIsUsualYet_None() => Assert.Equal(TimeSpan.Zero, _rate.PauseAfter(TimeSpan.FromMilliseconds(50)));

    [Theory]
    [InlineData(10, 100)]
    [InlineData(300, 1200)]
    public void Patience_IsSeveralTimesWhatIsUsual_AndNeverLessThanACollectionOfGarbageTakes(int usualMilliseconds, int patienceMilliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(patienceMilliseconds), Settled(usualMilliseconds).Patience);

    /// <summary>With one call at once slow answers are no sign of too many calls: a scan that comes to slow webhooks is at full rate again soon.</summary>
    [Fact]
    public void Observe_ScanComesToSlowWebhooks_RisesAgainWithinAMinute()
    {
        Seconds(20, milliseconds: 10);
        Seconds(60, milliseconds: 200);
        Assert.InRange(_rate.PerSecond, 100, 200);
        Assert.InRange(_rate.AtOnce, 20, 40);
    }

    private AdaptiveRate Settled(int milliseconds)
    {
        Seconds(20, milliseconds);
        return _rate;
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
