using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Scanner.Core;

namespace Scanner.Worker;

/// <summary>
/// One line a message, as the simple formatter of .NET writes it, but with nothing hidden: names and messages of the cluster are in it, and
/// whoever reads a log reads it in a terminal. JSON needs none of this, because it escapes what it holds.
/// </summary>
internal sealed class PlainLogFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "plain";

    private const string Timestamp = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        var problem = logEntry.Exception is { } exception ? $" {exception}" : "";
        textWriter.WriteLine(
            $"{time.GetUtcNow().ToString(Timestamp, CultureInfo.InvariantCulture)} {Level(logEntry.LogLevel)}: {logEntry.Category}[{logEntry.EventId.Id}] "
            + PlainText.OneLine(message + problem));
    }

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };
}
