using Scanner.ApiServer.Connections.Kubeconfigs;

namespace Scanner.Sessions;

/// <summary>The flags of every command that talks to a cluster.</summary>
/// <param name="RateLimit">Requests a second.</param>
internal sealed record ConnectionSettings(ConnectionOptions Connection, double RateLimit)
{
    /// <summary>Whose a token is will be asked, for those who read from this program.</summary>
    public bool TokenReviews { get; init; }

    /// <summary>Events will be written.</summary>
    public bool Events { get; init; }

    /// <summary>Whether a real write would be admitted will be asked.</summary>
    public bool EmptyPatches { get; init; }
    /// <summary>Reports may be written.</summary>
    public bool Reports { get; init; }
}
