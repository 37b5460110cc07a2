using System.Collections.Immutable;
using Scanner.Core.Cluster;

namespace Scanner.Core.Admission.Answers;

/// <summary>What came back for one dry run, free of transport: the only input of the classification.</summary>
public abstract record ProbeAnswer
{
    private ProbeAnswer()
    {
    }

    /// <summary>Texts of the <c>Warning</c> headers, unescaped.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>HTTP 200 or 201.</summary>
    /// <param name="StatusCode">The HTTP status.</param>
    /// <param name="Returned">The probe's container in the returned object; null when the object does not hold it.</param>
    public sealed record Accepted(int StatusCode, SecurityContextFacts? Returned) : ProbeAnswer;

    /// <summary>A <c>v1/Status</c> with <c>status: Failure</c>, or another HTTP error.</summary>
    /// <param name="DetailsName"><c>details.name</c>; empty on a 404 means that the resource itself is not served.</param>
    /// <param name="Causes"><c>details.causes</c>.</param>
    public sealed record Refused(
        int StatusCode,
        string Reason,
        string Message,
        string DetailsName,
        string DetailsKind,
        ImmutableArray<StatusCause> Causes) : ProbeAnswer;

    /// <summary>No answer of the API server: connection, TLS or a time limit of ours.</summary>
    public sealed record Failed(bool TimedOut, string Message) : ProbeAnswer;
}
