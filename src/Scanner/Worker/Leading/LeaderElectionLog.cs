using Microsoft.Extensions.Logging;

namespace Scanner.Worker.Leading;

/// <summary>What leader election says, once per change.</summary>
internal static partial class LeaderElectionLog
{
    [LoggerMessage(100, LogLevel.Information, "Leading as {Identity}: got lease {Namespace}/{Name}")]
    public static partial void Started(this ILogger log, string identity, string @namespace, string name);

    [LoggerMessage(101, LogLevel.Information, "Following: {Holder} leads")]
    public static partial void Following(this ILogger log, string holder);

    [LoggerMessage(102, LogLevel.Warning, "Stopped leading: {Holder} has the lease")]
    public static partial void Taken(this ILogger log, string holder);

    [LoggerMessage(103, LogLevel.Warning, "Stopped leading: the lease was not renewed within {Seconds} s ({Problem})")]
    public static partial void NotRenewed(this ILogger log, double seconds, string problem);

    [LoggerMessage(104, LogLevel.Warning, "The lease could not be renewed, {Seconds} s are left: {Problem}")]
    public static partial void RenewalFailed(this ILogger log, double seconds, string problem);

    [LoggerMessage(105, LogLevel.Information, "The lease was renewed again")]
    public static partial void RenewedAgain(this ILogger log);

    [LoggerMessage(106, LogLevel.Error, "Leader election: {Message}; asking again every {Seconds} s")]
    public static partial void NoPermission(this ILogger log, string message, double seconds);

    [LoggerMessage(107, LogLevel.Warning, "Leader election: {Message}; asking again every {Seconds} s")]
    public static partial void Unreachable(this ILogger log, string message, double seconds);

    [LoggerMessage(108, LogLevel.Information, "Gave lease {Namespace}/{Name} back")]
    public static partial void Released(this ILogger log, string @namespace, string name);

    [LoggerMessage(109, LogLevel.Warning, "Lease {Namespace}/{Name} could not be given back, others get it when it runs out: {Problem}")]
    public static partial void NotReleased(this ILogger log, string @namespace, string name, string problem);

    [LoggerMessage(111, LogLevel.Warning, "Stopped leading, for another may do better: {Reason}")]
    public static partial void GaveUp(this ILogger log, string reason);

    [LoggerMessage(110, LogLevel.Error, "Stopped leading: the work of the leader failed")]
    public static partial void WorkFailed(this ILogger log, Exception problem);
}
