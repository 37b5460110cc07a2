namespace Scanner.Probing;

/// <summary>Whether the server serves <c>pods/ephemeralcontainers</c>, as discovery tells.</summary>
internal enum SubresourceService : byte
{
    /// <summary>Discovery could not be read, or read like somebody else's: the probes tell.</summary>
    NotKnown,
    Served,
    Absent,
}
