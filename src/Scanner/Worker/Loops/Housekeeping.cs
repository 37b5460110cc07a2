using Scanner.Footprint;

namespace Scanner.Worker.Loops;

/// <summary>What is done after work that leaves behind much garbage, and that nothing of the same size follows.</summary>
internal sealed class Housekeeping
{
    /// <summary>Gives memory back to the machine.</summary>
    public Action Tidy { get; init; } = static () =>
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        ProgramPages.Release();
    };
}
