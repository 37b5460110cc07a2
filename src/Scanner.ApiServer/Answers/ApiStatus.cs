using System.Collections.Immutable;

namespace Scanner.ApiServer.Answers;

/// <summary>
/// A <c>v1/Status</c> (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/). Missing texts are empty.
/// </summary>
public sealed record ApiStatus
{
    /// <summary>The HTTP status; that of the Status itself where it came in a successful answer.</summary>
    public required int Code { get; init; }

    /// <summary>For example <c>Forbidden</c>; empty where the server gives none, as for most webhook denials.</summary>
    public string Reason { get; init; } = "";

    public string Message { get; init; } = "";

    /// <summary><c>details.name</c>: the object, or empty.</summary>
    public string DetailsName { get; init; } = "";

    /// <summary><c>details.kind</c>: despite its name mostly the resource, such as <c>pods</c>.</summary>
    public string DetailsKind { get; init; } = "";

    public ImmutableArray<ApiStatusCause> Causes { get; init; } = [];

    /// <summary>How long to wait before asking again, from <c>Retry-After</c> or <c>details.retryAfterSeconds</c>; null when not said.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary><c>metadata.continue</c> of a 410: goes on with a list from now on, at a later version.</summary>
    public string Continue { get; init; } = "";

    /// <summary>The body was no <c>v1/Status</c>; <see cref="Message"/> then holds the start of its text.</summary>
    public bool Untyped { get; init; }

    /// <summary>The API server refuses a right. The 403 of a proxy says nothing of rights.</summary>
    public bool IsForbidden => Code == 403 && !Untyped;

    /// <summary>
    /// The server has no such resource, group or version, which it says by a plain-text 404 or by one that names no object.
    /// A missing object is a 404 that names it, and any other text is that of a proxy.
    /// </summary>
    public bool IsNotServed => Code == 404 && (Untyped ? Message == "404 page not found" : DetailsName.Length == 0);
}
