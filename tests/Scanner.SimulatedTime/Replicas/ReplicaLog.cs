using Microsoft.Extensions.Logging;
using Scanner.SimulatedTime.Clocks;

namespace Scanner.SimulatedTime.Replicas;

/// <summary>Keeps what a replica logged last, and all errors.</summary>
internal sealed class ReplicaLog(World world, string replica) : ILoggerProvider, ILogger
{
    private const int Kept = 400;

    private readonly Queue<string> _lines = [];

    public IEnumerable<string> Lines => _lines;

    /// <summary>Errors that are the worker's own: nothing that a cluster does may bring it to one.</summary>
    public List<string> Faults { get; } = [];

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
        // A missing right to leases is told as an error, because nothing goes on without it.
        if (logLevel >= LogLevel.Error && !line.Contains("may not", StringComparison.Ordinal))
            Faults.Add(line);
    }

    public void Dispose()
    {
    }
}
