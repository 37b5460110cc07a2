namespace Scanner.Core.Scheduling;

/// <summary>Where the sets of an agenda hold an entry; null where they do not.</summary>
internal sealed class AgendaSpots
{
    /// <summary>Among those of which something falls due.</summary>
    public AgendaPlace? Waiting { get; set; }

    /// <summary>Among those that were asked a moment ago.</summary>
    public AgendaPlace? Resting { get; set; }

    /// <summary>Among those that are due for a reason of their own, or while they rest.</summary>
    public AgendaTurn? Turn { get; set; }

    /// <summary>Among those that rest no more, where what concerns every namespace finds it.</summary>
    public AgendaPlace? Seat { get; set; }

    /// <summary>Whose <see cref="Turn"/> and <see cref="Seat"/> these are.</summary>
    public AgendaLane? Lane { get; set; }
}
