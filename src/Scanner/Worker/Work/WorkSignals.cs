using Scanner.Worker.Loops;

namespace Scanner.Worker.Work;

/// <summary>What the loops of a worker wait for; each signal wakes one.</summary>
internal sealed class WorkSignals
{
    /// <summary>Something may be due.</summary>
    public Signal Due { get; } = new();

    /// <summary>A namespace was asked about.</summary>
    public Signal Answered { get; } = new();

    /// <summary>What is to be shown has changed.</summary>
    public Signal Changed { get; } = new();
}
