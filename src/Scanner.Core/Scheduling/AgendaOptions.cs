using System.Collections.Immutable;

namespace Scanner.Core.Scheduling;

/// <summary>When namespaces fall due.</summary>
public sealed record AgendaOptions
{
    /// <summary>
    /// Shortest time from one round of a namespace to its next. A round is a probe and, when a guard changed, at most one repetition
    /// before the next round could begin; in a round of the schedule the change itself has that place, and does not wait. Default 10 s.
    /// </summary>
    public TimeSpan MinInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// When a guard's change is asked about again, counted from the last change: the server enforces it a moment after it tells of it
    /// (measured: labels in milliseconds, admission policies after 0.7 s, and each server of several for itself). Ascending. Default 1 s and 10 s.
    /// </summary>
    public ImmutableArray<TimeSpan> Settling { get; init; } = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10)];

    /// <summary>How long pods may go on appearing before their namespace is asked about, so that a rollout is one probe. Default 1 s.</summary>
    public TimeSpan PodDebounce { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The pause after a first failed attempt; doubles up to <see cref="LongestRetry"/>. Default 30 s.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Default 10 min.</summary>
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Who has waited for so long has every other turn, however little urgent: under a load that never ends everybody is asked. Default 15 min.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(15);
}
