using System.Net;
using System.Text.Json;

namespace Scanner.ApiServer.Connections.Oidc;

/// <summary>An answer of an issuer, a JSON object.</summary>
internal sealed class OidcAnswer : IDisposable
{
    // Tokens are some kilobytes.
    private const int LargestBody = 1 << 20;

    private readonly JsonDocument? _body;

    private OidcAnswer(HttpStatusCode status, JsonDocument? body) => (Status, _body) = (status, body);

    public HttpStatusCode Status { get; }

    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>What the issuer says is wrong (RFC 6749, section 5.2); empty when it does not say.</summary>
    public string Problem => SingleLine.Of($"{Text("error")} {Text("error_description")}", limit: 300).Trim();

    /// <exception cref="JsonException">A success that is not JSON.</exception>
    public static async Task<OidcAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await response.Content.LoadIntoBufferAsync(LargestBody, cancellationToken);
        try
        {
            return new OidcAnswer(response.StatusCode, UnicodeJson.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken)));
        }
        catch (JsonException) when (!response.IsSuccessStatusCode)
        {
            return new OidcAnswer(response.StatusCode, body: null);
        }
    }

    /// <summary>A text of the object; null when absent, empty or something else.</summary>
    public string? Text(string name) =>
        _body?.RootElement is { ValueKind: JsonValueKind.Object } root
        && root.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    public void Dispose() => _body?.Dispose();
}
