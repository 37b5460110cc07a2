using Scanner.Worker.Loops;

namespace Scanner.Worker.Work;

/// <summary>What the loops of a worker wait for; each signal wakes one.</summary>
internal sealed class WorkSignals
{
    private long _guardsChangedAt;

    /// <summary>Something may be due.</summary>
    public Signal Due { get; } = new();

    /// <summary>A namespace was asked about.</summary>
    public Signal Answered { get; } = new();

    /// <summary>When something that decides about admission in all namespaces changed last, by the clock of the worker; null before.</summary>
    public TimeSpan? GuardsChangedAt
    {
        get => Volatile.Read(ref _guardsChangedAt) is > 0 and var ticks ? TimeSpan.FromTicks(ticks) : null;
        set => Volatile.Write(ref _guardsChangedAt, value?.Ticks ?? 0);
    }

    /// <summary>What is to be shown has changed.</summary>
    public Signal Changed { get; } = new();
}
