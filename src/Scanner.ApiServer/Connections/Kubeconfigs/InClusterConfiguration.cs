using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Scanner.ApiServer.Connections.Credentials;
using Scanner.ApiServer.Connections.Http;
using Scanner.ApiServer.Connections.Nodes;
using Scanner.ApiServer.Connections.Tls;

namespace Scanner.ApiServer.Connections.Kubeconfigs;

/// <summary>The connection that every pod is given: service variables and the service account's files.</summary>
internal static class InClusterConfiguration
{
    /// <summary>The pod's connection; null when this is no pod or it has no service account token.</summary>
    public static ClusterConnection? Load(ConnectionOptions options, ConnectionEnvironment environment)
    {
        var tokenFile = Path.Combine(environment.ServiceAccountDirectory, "token");
        if (environment.Variable("KUBERNETES_SERVICE_HOST") is not { } host
            || environment.Variable("KUBERNETES_SERVICE_PORT") is not { } port
            || !File.Exists(tokenFile))
        {
            return null;
        }

        var server = Address(host, port);
        var token = new TokenFileCredentialSource(tokenFile, ConfigLocation.Nowhere, fallback: null, environment.Clock);
        // Now, so that a file that cannot be read is told before anything else happens.
        _ = token.GetAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
        var authorityFile = string.IsNullOrEmpty(options.CertificateAuthority)
            ? Path.Combine(environment.ServiceAccountDirectory, "ca.crt")
            : Path.GetFullPath(options.CertificateAuthority, environment.CurrentDirectory);
        return new ClusterConnection
        {
            Server = server,
            Namespace = ReadNamespace(Path.Combine(environment.ServiceAccountDirectory, "namespace")),
            CertificateAuthorities = ReadAuthorities(authorityFile),
            CertificateAuthorityOrigin = string.IsNullOrEmpty(options.CertificateAuthority) ? "the pod's " + authorityFile : authorityFile,
            Proxy = EnvironmentProxy.For(server, environment),
            Impersonation = ImpersonationReader.Read(user: null, options),
            Credentials = string.IsNullOrEmpty(options.Token) ? token : UserReader.ReadToken(options.Token),
        };
    }

    private static Uri Address(string host, string port)
    {
        var isIPv6 = IPAddress.TryParse(host, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6;
        var bracketed = isIPv6 ? $"[{address}]" : host;
        return Uri.TryCreate($"https://{bracketed}:{port}", UriKind.Absolute, out var server)
            ? server
            : throw new ConnectionConfigurationException(
                $"KUBERNETES_SERVICE_HOST {host} and KUBERNETES_SERVICE_PORT {port} make no address");
    }

    private static X509Certificate2Collection ReadAuthorities(string path)
    {
        var location = new ConfigLocation(path, Line: null);
        try
        {
            return PemBlocks.Certificates(File.ReadAllText(path)) ?? throw location.Error("holds no PEM certificate");
        }
        catch (CryptographicException e)
        {
            throw location.Error("holds a certificate that cannot be parsed", e);
        }
        catch (Exception e) when (FileProblem.Is(e))
        {
            throw location.Error(FileProblem.Describe(e, path), e);
        }
    }

    private static string? ReadNamespace(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim() is { Length: > 0 } name ? name : null;
        }
        catch (Exception e) when (FileProblem.Is(e))
        {
            // The namespace is a default only; nothing else depends on it.
            return null;
        }
    }
}
