using Scanner.ApiServer.Answers;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Cluster;

namespace Scanner.Probing;

/// <summary>What the core reads of a server's answer to a write.</summary>
internal static class ProbeAnswers
{
    /// <summary>Of a probe: what would be stored.</summary>
    public static ProbeAnswer Of(ApiAnswer<SecurityContextFacts?> answer) => answer is ApiAnswer<SecurityContextFacts?>.Ok ok
        ? new ProbeAnswer.Accepted(ok.StatusCode, ok.Value) { Warnings = ok.Warnings }
        : Unaccepted(answer);

    /// <summary>Of a write of which it only matters whether it was admitted.</summary>
    public static ProbeAnswer Of(ApiAnswer<string> answer) => answer is ApiAnswer<string>.Ok ok
        ? new ProbeAnswer.Accepted(ok.StatusCode, null) { Warnings = ok.Warnings }
        : Unaccepted(answer);

    private static ProbeAnswer Unaccepted<T>(ApiAnswer<T> answer) => answer switch
    {
        ApiAnswer<T>.Refused { Status: var s } refused => new ProbeAnswer.Refused(
            s.Code,
            s.Reason,
            s.Message,
            s.DetailsName,
            s.DetailsKind,
            [.. s.Causes.Select(c => new StatusCause(c.Reason, c.Message, c.Field))]) { Warnings = refused.Warnings },
        ApiAnswer<T>.Failed { Failure: var f } => new ProbeAnswer.Failed(f.Kind == TransportFailureKind.Timeout, f.Message),
        _ => throw new InvalidOperationException("closed hierarchy"),
    };
}
