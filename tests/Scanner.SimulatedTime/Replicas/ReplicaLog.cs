using Microsoft.Extensions.Logging;
using Scanner.SimulatedTime.Clocks;

namespace Scanner.SimulatedTime.Replicas;

/// <summary>Keeps what a replica logged last, and all errors.</summary>
internal sealed class ReplicaLog(World world, string replica) : ILoggerProvider, ILogger
{
    private const int Kept = 400;

    private readonly Queue<string> _lines = [];

    public IEnumerable<string> Lines => _lines;

    /// <summary>Of level error: nothing that a cluster does may bring the worker to one.</summary>
    public List<string> Errors { get; } = [];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel) || eventId.Id < 100)
            return;
        var line = $"{world.Now:hh\\:mm\\:ss\\.fff} {replica} {logLevel}: {formatter(state, exception)}{(exception is null ? "" : " " + exception)}";
        _lines.Enqueue(line);
        if (_lines.Count > Kept)
            _lines.Dequeue();
        if (logLevel >= LogLevel.Error)
            Errors.Add(line);
    }

    public void Dispose()
    {
    }
}
