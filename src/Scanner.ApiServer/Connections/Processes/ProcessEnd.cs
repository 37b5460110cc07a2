namespace Scanner.ApiServer.Connections.Processes;

/// <summary>How a program came to its end.</summary>
public enum ProcessEnd
{
    /// <summary>By itself; the exit code tells more.</summary>
    Exited,

    /// <summary>Killed: it ran too long.</summary>
    TimedOut,

    /// <summary>Killed: it wrote too much.</summary>
    WroteTooMuch,
}
