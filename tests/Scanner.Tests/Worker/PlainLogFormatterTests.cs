using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Scanner.Worker;

namespace Scanner.Tests.Worker;

public sealed class PlainLogFormatterTests
{
    /// <summary>A name in a message cannot begin a line of its own, nor steer the terminal that shows the log.</summary>
    [Fact]
    public void Write_HostileText_IsOneLineWithNothingHidden()
    {
        var entry = new LogEntry<string>(
            LogLevel.Warning, "Scanner.Worker", new EventId(230), "x\u001b[2J\nfake \u202eline", new InvalidOperationException("no\u0007"), static (state, _) => state);
        using var text = new StringWriter { NewLine = "\n" };
        new PlainLogFormatter(new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero))).Write(entry, null, text);
        Assert.Equal(
            "2026-11-22T12:00:00.000Z warn: Scanner.Worker[230] x\\u001b[2J fake \\u202eline System.InvalidOperationException: no\\u0007\n",
            text.ToString());
    }
}
