using Scanner.ApiServer.Connections.Nodes;
using Scanner.ApiServer.Connections.Tls;

namespace Scanner.ApiServer.Connections.Kubeconfigs;

/// <summary>Reads and checks a kubeconfig cluster.</summary>
internal static class ClusterReader
{
    private const string AuthorityKey = "certificate-authority";

    public static ClusterSettings Read(ConfigMap cluster, TimeProvider clock)
    {
        var server = cluster.Text("server") ?? throw cluster.Error("no server is set; set it to the API server's https address");
        var pem = PemText.Read(cluster, AuthorityKey);
        var insecure = cluster.Flag("insecure-skip-tls-verify");
        var address = ServerAddress.Read(server, usesTls: insecure || pem is not null);
        var settings = new ClusterSettings(address)
        {
            ServerText = ServerAddress.AsTold(server.Value),
            Proxy = ReadProxy(cluster.Text("proxy-url")),
            DisableCompression = cluster.Flag("disable-compression"),
        };
        return address.Scheme == Uri.UriSchemeHttps ? WithTls(settings, cluster, pem, insecure, clock) : settings;
    }

    // Over plain http nothing that is about TLS is looked at, as in client-go.
    private static ClusterSettings WithTls(ClusterSettings settings, ConfigMap cluster, PemText? pem, bool insecure, TimeProvider clock)
    {
        if (insecure && pem is not null)
            throw pem.Source.Error("and insecure-skip-tls-verify are both set; remove one of them");
        var authorities = pem?.ReadCertificates();
        var file = pem?.Source.Key == AuthorityKey
            ? new AuthorityFile(authorities!, () => PemText.OfFile(cluster, AuthorityKey, folder: null)!.ReadCertificates(), clock)
            : null;
        return settings with
        {
            AuthorityPem = pem?.Text,
            Authorities = authorities,
            CurrentAuthorities = file is null ? null : () => file.Current,
            AuthorityOrigin = pem?.Origin,
            InsecureSkipTlsVerify = insecure,
            TlsServerName = ReadName(cluster.Text("tls-server-name")),
        };
    }

    // RFC 6066 wants no dot at the end, and none is sent by Go.
    private static string? ReadName(ConfigText? name)
    {
        if (name is null)
            return null;
        const int longestPart = 63;
        return name.Value.Split('.').Any(part => part.Length > longestPart)
            ? throw name.Error($"has a part of more than {longestPart} characters, so it is no name of a server")
            : name.Value.TrimEnd('.') is { Length: > 0 } text ? text : null;
    }

    private static Uri? ReadProxy(ConfigText? proxy)
    {
        if (proxy is null)
            return null;
        // The value may hold a password, so it is never quoted.
        if (!Uri.TryCreate(proxy.Value, UriKind.Absolute, out var address) || address.Host.Length == 0)
            throw proxy.Error("is not a URL such as http://proxy:3128");
        return address.Scheme is "http" or "https" or "socks5"
            ? address
            : throw proxy.Error($"has the scheme {address.Scheme}; http, https and socks5 are supported");
    }
}
