using Microsoft.Extensions.Logging;

namespace Scanner.Worker.Leading;

/// <summary>What leader election says, once per change.</summary>
internal static class LeaderElectionLog
{
    public static void Started(this ILogger log, string identity, string @namespace, string name) =>
        log.LogInformation(
            new EventId(100, nameof(Started)),
            "Leading as {Identity}: got lease {Namespace}/{Name}", identity, @namespace, name);

    public static void Following(this ILogger log, string holder) =>
        log.LogInformation(new EventId(101, nameof(Following)), "Following: {Holder} leads", holder);

    public static void Taken(this ILogger log, string holder) =>
        log.LogWarning(new EventId(102, nameof(Taken)), "Stopped leading: {Holder} has the lease", holder);

    public static void NotRenewed(this ILogger log, double seconds, string problem) =>
        log.LogWarning(
            new EventId(103, nameof(NotRenewed)),
            "Stopped leading: the lease was not renewed within {Seconds} s ({Problem})", seconds, problem);

    public static void RenewalFailed(this ILogger log, double seconds, string problem) =>
        log.LogWarning(
            new EventId(104, nameof(RenewalFailed)),
            "The lease could not be renewed, {Seconds} s are left: {Problem}", seconds, problem);

    public static void RenewedAgain(this ILogger log) =>
        log.LogInformation(new EventId(105, nameof(RenewedAgain)), "The lease was renewed again");

    public static void NoPermission(this ILogger log, string message, double seconds) =>
        log.LogError(
            new EventId(106, nameof(NoPermission)),
            "Leader election: {Message}; asking again every {Seconds} s", message, seconds);

    public static void Unreachable(this ILogger log, string message, double seconds) =>
        log.LogWarning(
            new EventId(107, nameof(Unreachable)),
            "Leader election: {Message}; asking again every {Seconds} s", message, seconds);

    public static void Released(this ILogger log, string @namespace, string name) =>
        log.LogInformation(new EventId(108, nameof(Released)), "Gave lease {Namespace}/{Name} back", @namespace, name);

    public static void NotReleased(this ILogger log, string @namespace, string name, string problem) =>
        log.LogWarning(
            new EventId(109, nameof(NotReleased)),
            "Lease {Namespace}/{Name} could not be given back, others get it when it runs out: {Problem}", @namespace, name, problem);

    public static void GaveUp(this ILogger log, string reason) =>
        log.LogWarning(new EventId(111, nameof(GaveUp)), "Stopped leading, for another may do better: {Reason}", reason);

    public static void WorkFailed(this ILogger log, Exception problem) =>
        log.LogError(new EventId(110, nameof(WorkFailed)), problem, "Stopped leading: the work of the leader failed");
}
