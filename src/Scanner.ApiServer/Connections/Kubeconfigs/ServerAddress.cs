using Scanner.ApiServer.Connections.Nodes;

namespace Scanner.ApiServer.Connections.Kubeconfigs;

/// <summary>Reads a cluster's <c>server</c>.</summary>
internal static class ServerAddress
{
    /// <summary>The address, with a base path as kubectl sends it, without query, fragment and the slash at the end.</summary>
    /// <param name="server">As the kubeconfig has it.</param>
    /// <param name="usesTls">Whether the cluster has settings of TLS: an address without a scheme is https then, else http.</param>
    public static Uri Read(ConfigText server, bool usesTls)
    {
        var text = server.Value;
        if (!text.Contains("://", StringComparison.Ordinal))
        {
            if (text.Contains('/', StringComparison.Ordinal))
                throw server.Error($"{UserInfo.HideIn(text)} has a path but no scheme; write https:// before it");
            text = (usesTls ? "https://" : "http://") + text;
        }

        // Uri forgives blanks around an address.
        if (text.Trim() != text || !Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Host.Length == 0)
            throw server.Error($"{UserInfo.HideIn(server.Value)} is not a URL such as https://10.0.0.1:6443");
        if (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp)
            throw server.Error($"has the scheme {address.Scheme}; https is expected");
        if (address.UserInfo.Length > 0)
            throw server.Error("holds a user name or password; put them into the user instead");
        // Uri takes 127.1 for an address, and 010 for 8, which Go does not: credentials must not depend on who reads it.
        if (address.HostNameType == UriHostNameType.IPv4 && !text.Contains("://" + address.Host, StringComparison.Ordinal))
            throw server.Error($"{text} has a short form of an address or a leading zero in it; write {address.Host} if that is meant");
        if (HasBadEscape(text))
            throw server.Error($"{text} has a % that no two hexadecimal digits follow; write %25 for the sign itself");
        return new Uri(address.GetLeftPart(UriPartial.Authority) + BasePath(address));
    }

    /// <summary>As a credential plugin is told it: as it is written, but for query and fragment behind a path.</summary>
    public static string AsTold(string server)
    {
        var end = server.AsSpan().IndexOfAny('?', '#');
        return end > 0 && Uri.TryCreate(server, UriKind.Absolute, out var address) && address.AbsolutePath.Length > 1
            ? server[..end]
            : server;
    }

    // Go joins unescaped parts, without the empty ones, and escapes what a path may not hold.
    private static string BasePath(Uri address)
    {
        var parts = Uri.UnescapeDataString(address.AbsolutePath).Split('/', StringSplitOptions.RemoveEmptyEntries);
        return string.Concat(parts.Select(part => "/" + Escape(part)));
    }

    private static string Escape(string part)
    {
        const string kept = "$&+,:;=@";
        return string.Concat(part.EnumerateRunes().Select(rune => rune.IsAscii && kept.Contains((char)rune.Value, StringComparison.Ordinal)
            ? rune.ToString()
            : Uri.EscapeDataString(rune.ToString())));
    }

    private static bool HasBadEscape(string text) => Enumerable.Range(0, text.Length).Any(at => text[at] == '%' && !Uri.IsHexEncoding(text, at));
}
