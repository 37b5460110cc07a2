using System.Globalization;
using System.Text.Json;
using Scanner.ApiServer.Connections.Credentials;
using Scanner.ApiServer.Connections.Tls;

namespace Scanner.ApiServer.Connections.Exec;

/// <summary>Reads the ExecCredential that a plugin prints.</summary>
internal static class ExecCredentialResponse
{
    /// <exception cref="ConnectionConfigurationException">It is not one, or holds no credential.</exception>
    public static ExpiringCredential Read(ReadOnlyMemory<byte> output, ExecPlugin plugin)
    {
        if (output.Span.Trim(" \t\r\n"u8).IsEmpty)
            throw plugin.Error("printed nothing; an ExecCredential is expected");
        try
        {
            using var json = JsonDocument.Parse(output);
            return Read(json.RootElement, plugin);
        }
        catch (JsonException e)
        {
            // The parser's own message may quote what was printed, which may be a secret.
            throw plugin.Error("printed something that is not JSON; an ExecCredential is expected", e);
        }
    }

    private static ExpiringCredential Read(JsonElement root, ExecPlugin plugin)
    {
        if (Text(root, "kind", plugin) != "ExecCredential")
            throw plugin.Error("printed JSON that is no ExecCredential");
        if (Text(root, "apiVersion", plugin) is var version && version != plugin.ApiVersion)
        {
            throw plugin.Error(
                $"answered with apiVersion {version ?? "missing"}, but {plugin.ApiVersion} is configured; make the two agree");
        }

        if (!root.TryGetProperty("status", out var status) || status.ValueKind != JsonValueKind.Object)
            throw plugin.Error("answered without a status, so without a credential");

        var token = Text(status, "token", plugin);
        if (token is not null && !HeaderText.IsToken(token))
            throw plugin.Error("answered with a token that no header can hold (a blank, a line break or a strange character)");
        var certificate = ReadCertificate(status, plugin);
        if (token is null && certificate is null)
            throw plugin.Error("answered without a token or a client certificate");
        return new ExpiringCredential(new Credential(token is null ? null : "Bearer " + token, certificate), ReadExpiry(status, plugin));
    }

    private static ClientCertificate? ReadCertificate(JsonElement status, ExecPlugin plugin)
    {
        var certificate = Text(status, "clientCertificateData", plugin);
        var key = Text(status, "clientKeyData", plugin);
        if (certificate is null && key is null)
            return null;
        if (certificate is null || key is null)
            throw plugin.Error("answered with a client certificate or its key, but not both");
        return ClientCertificate.Create(
            certificate,
            key,
            (problem, cause) => plugin.Error("answered with clientCertificateData that " + problem, cause),
            (problem, cause) => plugin.Error("answered with clientKeyData that " + problem, cause));
    }

    private static DateTimeOffset? ReadExpiry(JsonElement status, ExecPlugin plugin)
    {
        if (Text(status, "expirationTimestamp", plugin) is not { } text)
            return null;
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, utc, out var time)
            ? time
            : throw plugin.Error($"answered with expirationTimestamp {text}, which is no RFC 3339 time");
    }

    private static string? Text(JsonElement parent, string name, ExecPlugin plugin)
    {
        if (parent.ValueKind != JsonValueKind.Object)
            throw plugin.Error("printed JSON that is no ExecCredential");
        if (!parent.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind != JsonValueKind.String)
            throw plugin.Error($"answered with a {name} that is not a text");
        return value.GetString() is { Length: > 0 } text ? text : null;
    }
}
