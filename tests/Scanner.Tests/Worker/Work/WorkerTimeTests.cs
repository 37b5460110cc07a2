using Microsoft.Extensions.Time.Testing;
using Scanner.Worker.Loops;

namespace Scanner.Tests.Worker.Work;

public sealed class WorkerTimeTests
{
    [Fact]
    public void Now_ClockStands_EachReadingIsLater()
    {
        var fake = new FakeTimeProvider();
        var clock = new WorkerTime(fake);
        var (first, second) = (clock.Now, clock.Now);
        Assert.True(second > first);
        fake.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(TimeSpan.FromSeconds(5), clock.Now);
    }
}
