namespace Scanner.ApiServer.Transport;

/// <summary>One call, as the transport sends it; may be sent several times.</summary>
/// <param name="PathAndQuery">From <c>/api</c> or <c>/apis</c> on, escaped.</param>
/// <param name="Accept">Wanted media types.</param>
internal sealed record ApiRequest(HttpMethod Method, string PathAndQuery, string Accept)
{
    public ReadOnlyMemory<byte> Body { get; init; }

    public string? ContentType { get; init; }

    /// <summary>The answer is read as it comes, over HTTP/2 beside others, and unpacked: packing would hold events back.</summary>
    public bool Streamed { get; init; }

    /// <summary>
    /// Set for a request that goes out at once and only once, whatever waits for the rate limit, and is given up after this time:
    /// the renewal of a lease is of no use later. Null for all others.
    /// </summary>
    public TimeSpan? OnceWithin { get; init; }

    /// <summary>Nobody waits for the answer: it goes out after all that somebody waits for, and no faster than the server bears.</summary>
    public bool Background { get; init; }

    /// <summary>
    /// Whether an answer of this kind is one to the request; null for any. An answer that names no kind is taken for the right one.
    /// </summary>
    public Func<string, bool>? IsKind { get; init; }

    /// <summary>
    /// Asked each time right before the request goes out, after every wait; when it says no the call ends in <see cref="NotSentException"/>.
    /// Null: always.
    /// </summary>
    public Func<bool>? MaySend { get; init; }

    /// <summary>Reads may be repeated after a failure; a write only when the server says it was not handled (429).</summary>
    public bool IsRead => Method == HttpMethod.Get;
}
