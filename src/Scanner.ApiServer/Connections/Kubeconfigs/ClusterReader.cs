using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Scanner.ApiServer.Connections.Nodes;
using Scanner.ApiServer.Connections.Tls;

namespace Scanner.ApiServer.Connections.Kubeconfigs;

/// <summary>Reads and checks a kubeconfig cluster.</summary>
internal static class ClusterReader
{
    public static ClusterSettings Read(ConfigMap cluster, ConnectionEnvironment environment)
    {
        var server = cluster.Text("server") ?? throw cluster.Error("no server is set; set it to the API server's https address");
        var pem = PemText.Read(cluster, "certificate-authority");
        var insecure = cluster.Flag("insecure-skip-tls-verify");
        if (insecure && pem is not null)
            throw pem.Source.Error("and insecure-skip-tls-verify are both set; remove one of them");

        var address = ReadServer(server, usesTls: insecure || pem is not null);
        return new ClusterSettings(address)
        {
            AuthorityPem = pem?.Text,
            Authorities = pem is null ? null : ReadAuthorities(pem),
            AuthorityOrigin = pem?.Origin,
            InsecureSkipTlsVerify = insecure,
            TlsServerName = cluster.Text("tls-server-name")?.Value,
            Proxy = ReadProxy(cluster.Text("proxy-url")) ?? EnvironmentProxy.For(address, environment),
            DisableCompression = cluster.Flag("disable-compression"),
        };
    }

    /// <summary>Reads the certificates of a bundle.</summary>
    public static X509Certificate2Collection ReadAuthorities(PemText pem)
    {
        try
        {
            return PemBlocks.Certificates(pem.Text) ?? throw pem.Error("holds no PEM certificate");
        }
        catch (CryptographicException e)
        {
            throw pem.Error("holds a certificate that cannot be parsed", e);
        }
    }

    // An address without a scheme is https if anything about TLS is set, else http: so does client-go.
    private static Uri ReadServer(ConfigText server, bool usesTls)
    {
        var text = server.Value;
        if (!text.Contains("://", StringComparison.Ordinal))
            text = (usesTls ? "https://" : "http://") + text;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Host.Length == 0)
            throw server.Error($"{SingleLine.Of(server.Value)} is not a URL such as https://10.0.0.1:6443");
        if (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp)
            throw server.Error($"has the scheme {address.Scheme}; https is expected");
        if (address.UserInfo.Length > 0)
            throw server.Error("holds a user name or password; put them into the user instead");
        return new Uri(address.GetLeftPart(UriPartial.Path).TrimEnd('/'));
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
