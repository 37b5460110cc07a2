namespace Scanner.ApiServer.Reflectors;

/// <summary>How a watch stands.</summary>
public enum WatchPhase
{
    /// <summary>The first list is not complete.</summary>
    Starting,

    /// <summary>The cache follows the server.</summary>
    Synced,

    /// <summary>The server cannot be reached, fails, or does not know us (401); the cache shows an earlier moment.</summary>
    Lost,

    /// <summary>Watches are refused or bring nothing, but lists get through: the cache shows a moment of the last half minute.</summary>
    Polled,

    /// <summary>403, and not only for a moment.</summary>
    Forbidden,

    /// <summary>The server has no such resource.</summary>
    NotServed,
}
