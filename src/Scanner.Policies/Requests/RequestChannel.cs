namespace Scanner.Policies.Requests;

/// <summary>The ways in which a container comes into a pod.</summary>
public enum RequestChannel
{
    /// <summary>CREATE of a pod that has it among its containers.</summary>
    Regular,

    /// <summary>UPDATE of <c>pods/ephemeralcontainers</c> of a pod that had it not.</summary>
    Ephemeral,

    /// <summary>
    /// CREATE of a pod that has it among its ephemeral containers. No server accepts that; policies that do deny it skip updates.
    /// </summary>
    EphemeralAsCreate,
}
