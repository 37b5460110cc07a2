using Scanner.Core;

namespace Scanner.Worker.Leading;

/// <summary>Which lease, and how long it lasts. Defaults are those of client-go and of the control plane's own components.</summary>
internal sealed record LeaderElectionOptions
{
    /// <summary>Name of the Lease. Default <c>ephemeral-scanner</c>.</summary>
    public string LeaseName { get; init; } = "ephemeral-scanner";

    /// <summary>Namespace of the Lease; see <see cref="LeaseNamespace"/> for the default.</summary>
    public required string LeaseNamespace { get; init; }

    /// <summary>Who we are; no two processes may have the same. See <see cref="LeaderIdentity"/>.</summary>
    public required string Identity { get; init; }

    /// <summary>How long others wait, after the last change of the Lease that they saw, before they take it; whole seconds. Default 15 s.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A leader stops leading this long after it sent the last renewal that succeeded. Default 10 s.</summary>
    public TimeSpan RenewDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Pause between two attempts to get or renew the lease; up to a fifth longer, at random. Default 2 s.</summary>
    public TimeSpan RetryPeriod { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>As <see cref="RetryPeriod"/>, while permission is missing. Default 10 s.</summary>
    public TimeSpan NoPermissionPeriod { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a stop waits for the work of the term to end; what lasts longer keeps the lease until it runs out. Default 5 s.</summary>
    public TimeSpan StopLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a stop tries to give the lease back. Default 5 s.</summary>
    public TimeSpan ReleaseLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Spreads the pauses. Default <see cref="Random.Shared"/>.</summary>
    public Random Random { get; init; } = Random.Shared;

    /// <summary>Everything that is wrong, one line each; empty when it can be used.</summary>
    public IEnumerable<string> Validate()
    {
        if (!DnsName.IsSubdomain(LeaseName))
            yield return $"lease name '{LeaseName}': give a DNS name such as ephemeral-scanner";
        if (!DnsName.IsLabel(LeaseNamespace))
            yield return $"lease namespace '{LeaseNamespace}': give the name of a namespace";
        if (Identity.Length == 0)
            yield return "leader identity is empty: give a text that no other replica has";
        if (LeaseDuration < TimeSpan.FromSeconds(1) || LeaseDuration > TimeSpan.FromHours(1) || LeaseDuration.Ticks % TimeSpan.TicksPerSecond != 0)
            yield return $"lease duration {LeaseDuration}: give whole seconds, from 1 s to 1 h";
        if (RenewDeadline >= LeaseDuration)
            yield return $"renew deadline {RenewDeadline}: give less than the lease duration ({LeaseDuration})";
        if (RetryPeriod <= TimeSpan.Zero || RetryPeriod * (1 + Jitter.Share) >= RenewDeadline)
            yield return $"retry period {RetryPeriod}: give more than zero and, a fifth added, less than the renew deadline ({RenewDeadline})";
    }
}
