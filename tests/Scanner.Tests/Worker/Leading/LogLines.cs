using Microsoft.Extensions.Logging;

namespace Scanner.Tests.Worker.Leading;

/// <summary>Remembers what was logged, one line each.</summary>
internal sealed class LogLines : ILogger
{
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock)
                return [.. _lines];
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lock)
            _lines.Add($"{logLevel} {eventId.Id}: {formatter(state, exception)}");
    }

    /// <summary>How many lines have this event id.</summary>
    public int Count(int id) => Lines.Count(l => l.Contains($" {id}: ", StringComparison.Ordinal));
}
