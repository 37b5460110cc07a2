using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Scanner.ApiServer.Connections.Credentials;
using Scanner.ApiServer.Connections.Tls;
using Scanner.ApiServer.Yaml;
using YamlDotNet.Core;

namespace Scanner.ApiServer.Connections.Exec;

/// <summary>Reads the ExecCredential that a plugin prints.</summary>
internal static partial class ExecCredentialResponse
{
    private static readonly byte[] s_mark = [0xEF, 0xBB, 0xBF];

    /// <summary>Reads JSON or YAML, as client-go does: what begins with a brace is JSON.</summary>
    /// <exception cref="ConnectionConfigurationException">It is not one, or holds no credential.</exception>
    public static ExpiringCredential Read(ReadOnlyMemory<byte> output, ExecPlugin plugin)
    {
        var text = Trim(output);
        if (text.IsEmpty)
            throw plugin.Error("printed nothing; an ExecCredential is expected");
        try
        {
            var isJson = text.Span[0] is (byte)'{' or (byte)'[';
            using var json = UnicodeJson.Parse(isJson ? text.Span : YamlAsJson(text));
            if (json.RootElement.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
                throw plugin.Error("printed something that is not JSON; an ExecCredential is expected");
            return Read(json.RootElement, plugin, isJson ? "JSON" : "YAML");
        }
        catch (Exception e) when (e is JsonException or YamlException or FormatException)
        {
            // The parser's own message may quote what was printed, which may be a secret.
            throw plugin.Error("printed something that is neither JSON nor YAML; an ExecCredential is expected", e);
        }
    }

    private static ReadOnlyMemory<byte> Trim(ReadOnlyMemory<byte> output)
    {
        if (output.Span.StartsWith(s_mark))
            output = output[s_mark.Length..];
        return output.Trim(" \t\r\n"u8);
    }

    private static byte[] YamlAsJson(ReadOnlyMemory<byte> text)
    {
        using var reader = new StringReader(ContinuedLines.In(Encoding.UTF8.GetString(text.Span)));
        var yaml = new YamlNodeReader(reader);
        var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            if (yaml.NextDocument())
                YamlToJson.Write(json, yaml.Read());
            else
                json.WriteNullValue();
        }

        return buffer.ToArray();
    }

    private static ExpiringCredential Read(JsonElement root, ExecPlugin plugin, string form)
    {
        // client-go takes an answer without kind for an ExecCredential.
        if (root.ValueKind != JsonValueKind.Object || Text([root], "kind", plugin) is not (null or "ExecCredential"))
            throw plugin.Error($"printed {form} that is no ExecCredential");
        if (Text([root], "apiVersion", plugin) is var version && version != plugin.ApiVersion)
        {
            throw plugin.Error(
                $"answered with apiVersion {version ?? "missing"}, but {plugin.ApiVersion} is configured; make the two agree");
        }

        var status = Status(root, plugin);
        var token = Text(status, "token", plugin);
        if (token is not null && !HeaderText.IsToken(token))
            throw plugin.Error("answered with a token that no header can hold (a blank, a line break or a strange character)");
        var certificate = ReadCertificate(status, plugin);
        if (token is null && certificate is null)
            throw plugin.Error("answered without a token or a client certificate");
        return new ExpiringCredential(new Credential(token is null ? null : "Bearer " + token, certificate), ReadExpiry(status, plugin));
    }

    private static ClientCertificate? ReadCertificate(ImmutableArray<JsonElement> status, ExecPlugin plugin)
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

    private static DateTimeOffset? ReadExpiry(ImmutableArray<JsonElement> status, ExecPlugin plugin)
    {
        if (TextOrEmpty(status, "expirationTimestamp", plugin) is not { } text)
            return null;
        // The time is read leniently, its form is not: without a zone it could be any hour.
        return Rfc3339().IsMatch(text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw plugin.Error($"answered with expirationTimestamp {text}, which is no RFC 3339 time");
    }

    [GeneratedRegex(
        @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([.,]\d+)?(Z|[+-]\d\d:\d\d)\z",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Rfc3339();

    /// <summary>The objects that are the status: of equal keys Go reads one after the other into the same, and begins anew after a null.</summary>
    private static ImmutableArray<JsonElement> Status(JsonElement root, ExecPlugin plugin)
    {
        var found = ImmutableArray<JsonElement>.Empty;
        foreach (var entry in root.EnumerateObject().Where(entry => entry.NameEquals("status")))
        {
            found = entry.Value.ValueKind switch
            {
                JsonValueKind.Object => found.Add(entry.Value),
                JsonValueKind.Null => [],
                _ => throw plugin.Error("answered with a status that is not an object"),
            };
        }

        return found.IsEmpty ? throw plugin.Error("answered without a status, so without a credential") : found;
    }

    private static string? Text(ImmutableArray<JsonElement> parents, string name, ExecPlugin plugin) =>
        TextOrEmpty(parents, name, plugin) is { Length: > 0 } text ? text : null;

    // Of equal keys the last counts, but a null changes nothing, as in Go.
    private static string? TextOrEmpty(ImmutableArray<JsonElement> parents, string name, ExecPlugin plugin)
    {
        string? found = null;
        foreach (var entry in parents.SelectMany(parent => parent.EnumerateObject()).Where(entry => entry.NameEquals(name)))
        {
            found = entry.Value.ValueKind switch
            {
                JsonValueKind.String => entry.Value.GetString(),
                JsonValueKind.Null => found,
                _ => throw plugin.Error($"answered with a {name} that is not a text"),
            };
        }

        return found;
    }
}
