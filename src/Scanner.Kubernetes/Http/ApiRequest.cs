namespace Scanner.Kubernetes.Http;

/// <summary>One call, as the transport sends it; may be sent several times.</summary>
/// <param name="PathAndQuery">From <c>/api</c> or <c>/apis</c> on, escaped.</param>
/// <param name="Accept">Wanted media types.</param>
internal sealed record ApiRequest(HttpMethod Method, string PathAndQuery, string Accept)
{
    public ReadOnlyMemory<byte> Body { get; init; }

    public string? ContentType { get; init; }

    /// <summary>Reads may be repeated after a failure; a write only when the server says it was not handled (429).</summary>
    public bool IsRead => Method == HttpMethod.Get;
}
