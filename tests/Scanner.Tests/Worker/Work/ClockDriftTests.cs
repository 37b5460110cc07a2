using Scanner.Worker.Loops;

namespace Scanner.Tests.Worker.Work;

public sealed class ClockDriftTests
{
    private readonly SteppedTime _time = new();

    [Theory]
    [InlineData(-24 * 3600)]
    [InlineData(7200)]
    [InlineData(-6)]
    public void TakeStep_ClockIsSet_TellsOnce(int seconds)
    {
        var drift = new ClockDrift(_time);
        _time.Pass(600);
        Assert.Null(drift.TakeStep());
        _time.Wall += TimeSpan.FromSeconds(seconds);
        _time.Pass(10);
        Assert.Equal(TimeSpan.FromSeconds(seconds), drift.TakeStep());
        _time.Pass(10);
        Assert.Null(drift.TakeStep());
    }

    /// <summary>A clock that runs a little fast is noticed when it has gone far enough.</summary>
    [Fact]
    public void TakeStep_ClockRunsFast_TellsInTheEnd()
    {
        var drift = new ClockDrift(_time);
        for (var i = 0; i < 40; i++)
        {
            _time.Pass(10);
            _time.Wall += TimeSpan.FromSeconds(0.1);
            Assert.Null(drift.TakeStep());
        }

        _time.Wall += TimeSpan.FromSeconds(1);
        Assert.NotNull(drift.TakeStep());
    }

    private sealed class SteppedTime : TimeProvider
    {
        private long _timestamp;

        public DateTimeOffset Wall { get; set; } = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _timestamp;

        public override DateTimeOffset GetUtcNow() => Wall;

        public void Pass(double seconds)
        {
            _timestamp += TimeSpan.FromSeconds(seconds).Ticks;
            Wall += TimeSpan.FromSeconds(seconds);
        }
    }
}
