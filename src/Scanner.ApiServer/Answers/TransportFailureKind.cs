namespace Scanner.ApiServer.Answers;

/// <summary>Where a call broke off.</summary>
public enum TransportFailureKind
{
    /// <summary>No connection, or it broke.</summary>
    Connection,

    /// <summary>The server's certificate was refused, or ours by it.</summary>
    Tls,

    /// <summary>Our own time limit passed.</summary>
    Timeout,

    /// <summary>No credential could be had: a token file or an exec plugin failed.</summary>
    Credentials,

    /// <summary>Our own guard stopped the request: it was none that is known to store nothing.</summary>
    NotSent,

    /// <summary>The answer arrived, but is not what the API promises.</summary>
    BadAnswer,
}
