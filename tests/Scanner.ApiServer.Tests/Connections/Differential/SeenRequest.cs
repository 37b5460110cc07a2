using System.Text;

namespace Scanner.ApiServer.Tests.Connections.Differential;

/// <summary>What of a request the tables compare, as one line: <c>https /version; Authorization: Bearer t; client CN=dev; sni name</c>.</summary>
internal static class SeenRequest
{
    /// <summary>The first request to the API of a server, and what came before it; null when there was none.</summary>
    public static string? Of(TestServer server, TestProxy? proxy)
    {
        if (server.Requests.FirstOrDefault(request => TestIssuerAnswers.To(request) is null) is not { } head)
            return null;
        var lines = head.Split("\r\n");
        var parts = new List<string> { $"{(server.HasTls ? "https" : "http")} {Path(lines[0])}" };
        parts.AddRange(lines.Where(IsCompared).Select(Canonical).Order(StringComparer.Ordinal));
        if (server.Clients.TryPeek(out var client) && client.Length > 0)
            parts.Add($"client {client}");
        if (server.Names.TryPeek(out var name) && name.Length > 0)
            parts.Add($"sni {name}");
        if (!lines.Any(line => line.StartsWith("Accept-Encoding:", StringComparison.OrdinalIgnoreCase)))
            parts.Add("uncompressed");
        if (proxy is { Request.Length: > 0 })
            parts.Add("proxy " + Credentials(proxy.Request));
        return string.Join("; ", parts);
    }

    private static string Path(string requestLine) => requestLine.Split(' ')[1].Split('?')[0];

    private static bool IsCompared(string line) =>
        line.StartsWith("Authorization:", StringComparison.OrdinalIgnoreCase)
        || line.StartsWith("Impersonate-", StringComparison.OrdinalIgnoreCase);

    // The case of a header's name means nothing; this is Go's way of writing it. What was read as bytes is UTF-8.
    private static string Canonical(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var name = string.Join('-', line[..colon].Split('-').Select(part => char.ToUpperInvariant(part[0]) + part[1..].ToLowerInvariant()));
        return name + Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(line[colon..]));
    }

    private static string Credentials(string head) => head.Split("\r\n").Any(line => line == "Proxy-Authorization: Basic bWU6cEBzcw==") ? "as me:p@ss" : "anonymously";
}
