using Scanner.Publishing.Events;

namespace Scanner.Worker.Events;

/// <summary>
/// A change that happened once or several times: one Event, with a series from the second time on (KEP-383). Changes of one namespace with
/// one reason belong together as long as no more than <see cref="EventJournal.SeriesEnds"/> lies between two of them.
/// </summary>
internal sealed class EventSeries(VerdictChange change, DateTimeOffset at)
{
    /// <summary>The first; a server takes no other note later.</summary>
    public VerdictChange Change { get; } = change;

    public DateTimeOffset FirstAt { get; } = at;

    /// <summary>The same for each attempt, so that one whose answer was lost is not followed by a copy. As client-go names events.</summary>
    public string Name { get; } = $"{change.Namespace}.{at.UtcTicks:x}";

    public int Count { get; set; } = 1;

    public DateTimeOffset LastAt { get; set; } = at;

    /// <summary>What the server knows of <see cref="Count"/>; 0 before the event exists.</summary>
    public int Written { get; set; }

    /// <summary>By the clock of the worker, as is all below: when it happened last.</summary>
    public TimeSpan SeenAt { get; set; }

    /// <summary>Not to be sent before.</summary>
    public TimeSpan NotBefore { get; set; }

    /// <summary>Failures in a row.</summary>
    public int Failures { get; set; }

    /// <summary>It stands in the line of those to be sent.</summary>
    public bool IsQueued { get; set; }
}
