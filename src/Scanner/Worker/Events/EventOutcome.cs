namespace Scanner.Worker.Events;

/// <summary>What became of a write.</summary>
internal enum EventOutcome
{
    /// <summary>The event is as it should be.</summary>
    Stored,

    /// <summary>No answer, or the server is busy: the same may succeed later.</summary>
    Again,

    /// <summary>The event of a series exists no more.</summary>
    Gone,

    /// <summary>The right is missing, or the server has no such resource: nothing will succeed before somebody mends that.</summary>
    NotAllowed,

    /// <summary>The server does not take this one.</summary>
    Refused,
}
