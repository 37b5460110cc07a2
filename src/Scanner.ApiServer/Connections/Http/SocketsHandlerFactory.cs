using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Scanner.ApiServer.Connections.Tls;

namespace Scanner.ApiServer.Connections.Http;

/// <summary>Sets up the sockets and TLS of one connection configuration.</summary>
internal static class SocketsHandlerFactory
{
    // DNS changes are noticed when a connection is made anew. Requests under way, watches too, are not cut off.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(10);

    // As client-go's health check of HTTP/2 connections, so that a dead one is noticed within 45 seconds.
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(30);

    public static SocketsHttpHandler Create(ClusterConnection connection, ClientCertificate? certificate)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = ConnectTimeout,
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = PingDelay,
            KeepAlivePingTimeout = PingTimeout,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.Always,
            PooledConnectionLifetime = ConnectionLifetime,
            RequestHeaderEncodingSelector = (name, _) =>
                name.StartsWith(ImpersonationHeaders.Prefix, StringComparison.OrdinalIgnoreCase) ? new RepeatedHeaderEncoding(name) : null,
            SslOptions = TlsOptions(connection, certificate),
            UseCookies = false,
            UseProxy = connection.Proxy is not null,
        };
        if (connection.Proxy is { } proxy)
            // The platform's messages quote the address.
            handler.Proxy = new WebProxy(UserInfo.Without(proxy)) { Credentials = ProxyCredentials(proxy) };
        else if (connection.TlsServerName is { } name && connection.Server.Scheme == Uri.UriSchemeHttps)
            handler.ConnectCallback = (context, token) => ConnectAsync(context, TlsOptions(connection, certificate), name, token);
        return handler;
    }

    private static SslClientAuthenticationOptions TlsOptions(ClusterConnection connection, ClientCertificate? certificate)
    {
        var check = new ServerCertificateCheck(connection, TimeProvider.System);
        return new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = check.ChainPolicy(),
            RemoteCertificateValidationCallback = check.Validate,
            ClientCertificateContext = certificate is null
                ? null
                : SslStreamCertificateContext.Create(certificate.Leaf, certificate.Intermediates, offline: true),
        };
    }

    private static NetworkCredential? ProxyCredentials(Uri proxy)
    {
        if (proxy.UserInfo.Length == 0)
            return null;
        var parts = proxy.UserInfo.Split(':', 2);
        return new NetworkCredential(Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
    }

    // The handler would take the server's host for the TLS name; with tls-server-name the handshake is ours.
    private static async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, SslClientAuthenticationOptions options, string name, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            options.TargetHost = name;
            options.ApplicationProtocols = context.InitialRequestMessage.Version.Major >= 2
                ? [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11]
                : [SslApplicationProtocol.Http11];
            var tls = new SslStream(new NetworkStream(socket, ownsSocket: true));
            await tls.AuthenticateAsClientAsync(options, cancellationToken);
            return tls;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
