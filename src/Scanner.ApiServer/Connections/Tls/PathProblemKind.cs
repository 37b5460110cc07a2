namespace Scanner.ApiServer.Connections.Tls;

/// <summary>Why no path was found.</summary>
internal enum PathProblemKind
{
    /// <summary>No anchor signed it, nor signed what signed it.</summary>
    NotSigned,

    /// <summary>Too early or too late.</summary>
    NotValidNow,

    /// <summary>It is for something else than servers.</summary>
    NotForServers,

    /// <summary>It may not sign others, or not so many, or not for these names.</summary>
    MayNotSign,

    /// <summary>Something critical in it is not understood.</summary>
    NotUnderstood,
}
