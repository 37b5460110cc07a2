using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Scanner.Worker.Settings;

namespace Scanner.Worker;

/// <summary>Where the worker's log lines go: one line each on standard error, as text or JSON, times in UTC.</summary>
internal static class WorkerLogs
{
    private const string Timestamp = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static void Add(ILoggingBuilder logging, WorkerSettings settings)
    {
        logging.SetMinimumLevel(settings.LogLevel);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("Quartz", LogLevel.Warning);
        logging.AddConsole(options =>
        {
            options.LogToStandardErrorThreshold = LogLevel.Trace;
            options.FormatterName = settings.JsonLogs ? ConsoleFormatterNames.Json : PlainLogFormatter.FormatterName;
        });
        if (settings.JsonLogs)
        {
            logging.AddJsonConsole(options => (options.UseUtcTimestamp, options.TimestampFormat) = (true, Timestamp));
        }
        else
        {
            logging.Services.AddSingleton<ConsoleFormatter>(new PlainLogFormatter(TimeProvider.System));
        }
    }
}
