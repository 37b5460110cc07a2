using System.Net;

namespace Scanner.ApiServer.Connections;

/// <summary>
/// The proxy that HTTPS_PROXY, HTTP_PROXY and NO_PROXY (or their lower case twins) ask for, read as Go does and so as kubectl:
/// NO_PROXY may hold address ranges, which .NET's own reading does not know.
/// </summary>
internal static class EnvironmentProxy
{
    public static Uri? For(Uri server, ConnectionEnvironment environment)
    {
        var name = server.Scheme == Uri.UriSchemeHttps ? "HTTPS_PROXY" : "HTTP_PROXY";
        if (Either(environment, name) is not { } text || IsExempt(server, Either(environment, "NO_PROXY") ?? ""))
            return null;
        if (!text.Contains("://", StringComparison.Ordinal))
            text = "http://" + text;
        // The value may hold a password, so it is never quoted.
        if (!Uri.TryCreate(text, UriKind.Absolute, out var proxy) || proxy.Host.Length == 0)
            throw new ConnectionConfigurationException($"{name} is not a URL such as http://proxy:3128");
        return proxy.Scheme switch
        {
            "http" or "https" or "socks5" => proxy,
            "socks5h" => new UriBuilder(proxy) { Scheme = "socks5" }.Uri,
            _ => throw new ConnectionConfigurationException($"{name} has the scheme {proxy.Scheme}; http, https and socks5 are supported"),
        };
    }

    private static string? Either(ConnectionEnvironment environment, string name) =>
        environment.Variable(name) ?? environment.Variable(name.ToLowerInvariant());

    private static bool IsExempt(Uri server, string noProxy)
    {
        var host = server.IdnHost.TrimEnd('.');
        var address = IPAddress.TryParse(host, out var parsed) ? parsed : null;
        if (host == "localhost" || (address is not null && IPAddress.IsLoopback(address)))
            return true;
        return noProxy
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Any(rule => Matches(rule.ToLowerInvariant(), host, address, server.Port));
    }

    private static bool Matches(string rule, string host, IPAddress? address, int port)
    {
        if (rule == "*")
            return true;
        if (IPNetwork.TryParse(rule, out var network))
            return address is not null && network.Contains(address);
        if (IPEndPoint.TryParse(rule, out var point))
            return point.Address.Equals(address) && (point.Port == 0 || point.Port == port);

        var colon = rule.LastIndexOf(':');
        if (colon > 0)
        {
            if (rule[(colon + 1)..] != port.ToString())
                return false;
            rule = rule[..colon];
        }

        // "example.org" means itself and what is below it, ".example.org" and "*.example.org" only the latter.
        var suffix = rule.TrimStart('*');
        return suffix.StartsWith('.')
            ? host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)
            : host.Equals(rule, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + rule, StringComparison.OrdinalIgnoreCase);
    }
}
