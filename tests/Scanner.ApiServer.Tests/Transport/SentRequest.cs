using System.Net.Http.Headers;

namespace Scanner.ApiServer.Tests.Transport;

/// <summary>What reached the server; a copy, because the client disposes of its message.</summary>
/// <param name="At">When, by the test's clock.</param>
internal sealed record SentRequest(
    string Line,
    Uri Uri,
    Version Version,
    HttpVersionPolicy VersionPolicy,
    HttpRequestHeaders Headers,
    string? ContentType,
    string Body,
    DateTimeOffset At)
{
    /// <summary>The values of a header as they go over the wire; empty when it is not sent.</summary>
    public string Header(string name) => Headers.NonValidated.TryGetValues(name, out var values) ? string.Join(", ", values) : "";
}
