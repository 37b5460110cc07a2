namespace Scanner.ApiServer.Writes;

/// <summary>
/// The <c>spec</c> of a Lease as far as leader election uses it
/// (https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/lease-v1/#LeaseSpec).
/// </summary>
public sealed record LeaseSpec
{
    /// <summary>Who holds the lease; empty when nobody does, whether the field is empty or absent.</summary>
    public string HolderIdentity { get; init; } = "";

    /// <summary>Seconds that others wait after the last change they saw before they take the lease; null when absent.</summary>
    public int? LeaseDurationSeconds { get; init; }

    /// <summary>When the holder got it, by the holder's clock, in microseconds.</summary>
    public DateTimeOffset? AcquireTime { get; init; }

    /// <summary>When the holder renewed it last, by the holder's clock, in microseconds: only to be seen to change, not to be compared.</summary>
    public DateTimeOffset? RenewTime { get; init; }

    /// <summary>How often it went from one holder to another.</summary>
    public int LeaseTransitions { get; init; }
}
