namespace Scanner.Worker.Events;

/// <summary>One request that is to be sent: a new event, or one more in its series.</summary>
/// <param name="Count">How often it has happened by now; 1 for a new event.</param>
internal sealed record EventWrite(EventSeries Series, int Count);
