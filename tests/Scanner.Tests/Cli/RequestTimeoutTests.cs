using Scanner.ApiServer.Transport;
using Scanner.Sessions;

namespace Scanner.Tests.Cli;

public sealed class RequestTimeoutTests
{
    private static readonly ClientOptions s_default = new() { UserAgent = "tests" };

    [Fact]
    public void WithTimeout_Short_LeavesTheDeadlineAndIsForAllAttempts()
    {
        var options = KubeconfigConnector.WithTimeout(s_default, TimeSpan.FromSeconds(5));
        Assert.Equal((TimeSpan.FromSeconds(5), s_default.Deadline), (options.RequestTimeout, options.Deadline));
        Assert.Equal(TimeSpan.FromSeconds(5), options.GiveUpAfter);
    }

    [Fact]
    public void WithTimeout_LongerThanTheDeadline_MovesIt()
    {
        var options = KubeconfigConnector.WithTimeout(s_default, TimeSpan.FromMinutes(5));
        Assert.Equal((TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10)), (options.RequestTimeout, options.Deadline));
    }

    [Fact]
    public void WithTimeout_Zero_IsNoLimit()
    {
        var options = KubeconfigConnector.WithTimeout(s_default, TimeSpan.Zero);
        Assert.Equal((Timeout.InfiniteTimeSpan, TimeSpan.FromHours(24)), (options.RequestTimeout, options.Deadline));
    }
}
