using System.Collections.Immutable;

namespace Scanner.SimulatedTime;

/// <summary>How one run went.</summary>
internal sealed record RunResult
{
    public required int Seed { get; init; }

    /// <summary>What is not as promised; null when all is.</summary>
    public required string? Problem { get; init; }

    /// <summary>Simulated time.</summary>
    public required TimeSpan Passed { get; init; }

    public required int Probes { get; init; }

    /// <summary>The longest time from the end of a storm until everything was right.</summary>
    public required TimeSpan Recovery { get; init; }

    /// <summary>The longest time from a change in a cluster that was well until the snapshot showed it.</summary>
    public required TimeSpan Change { get; init; }

    /// <summary>Of all that happened.</summary>
    public required ulong Hash { get; init; }

    public required IReadOnlyDictionary<string, int> Faults { get; init; }

    public required ImmutableArray<string> Story { get; init; }
}
