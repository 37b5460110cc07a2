namespace Scanner.ApiServer.Reflectors;

/// <summary>How a watch stands.</summary>
public enum WatchPhase
{
    /// <summary>The first list is not complete.</summary>
    Starting,

    /// <summary>The cache follows the server.</summary>
    Synced,

    /// <summary>The server cannot be reached or fails; the cache shows an earlier moment.</summary>
    Lost,

    /// <summary>401 or 403.</summary>
    Forbidden,

    /// <summary>The server has no such resource.</summary>
    NotServed,
}
