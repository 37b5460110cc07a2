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
    private const string Host = "KUBERNETES_SERVICE_HOST";
    private const string Port = "KUBERNETES_SERVICE_PORT";

    /// <summary>The pod's connection; null when this is no pod or it has no service account token.</summary>
    public static ClusterConnection? Load(ConnectionOptions options, ConnectionEnvironment environment)
    {
        if (Obstacle(environment) is not null)
            return null;
        var server = Address(environment.Variable(Host)!, environment.Variable(Port)!);
        var connection = new ClusterConnection
        {
            Server = server,
            Namespace = ReadNamespace(environment),
            Proxy = EnvironmentProxy.For(server, environment),
            DisableCompression = options.DisableCompression,
            TlsServerName = CommandLineOverrides.IsGiven(options.TlsServerName) ? options.TlsServerName : null,
            Impersonation = ImpersonationReader.Read(user: null, options),
            Credentials = Credentials(options, environment),
        };
        return WithAuthorities(connection, options, environment);
    }

    /// <summary>Why there is no such connection, as the rest of a sentence; null when there is one.</summary>
    public static string? Obstacle(ConnectionEnvironment environment)
    {
        var token = TokenFile(environment);
        var unset = string.Join(" and ", new[] { Host, Port }.Where(name => environment.Variable(name) is null));
        if (unset.Length > 0)
        {
            return Path.Exists(token) || environment.Variable(Host) is not null || environment.Variable(Port) is not null
                ? $"this pod's variable {unset} is not set"
                : "this is not a pod";
        }

        if (File.Exists(token))
            return null;
        return Directory.Exists(token)
            ? $"{token} is a directory, not this pod's service account token"
            : $"this pod has no service account token: there is no {token} (is automountServiceAccountToken false?)";
    }

    private static string TokenFile(ConnectionEnvironment environment) => Path.Combine(environment.ServiceAccountDirectory, "token");

    // Whoever gives credentials does not mean the pod's beside them.
    private static ICredentialSource Credentials(ConnectionOptions options, ConnectionEnvironment environment)
    {
        if (CommandLineOverrides.OverUser(user: null, options, environment) is { } user)
        {
            UserReader.CheckMethods(user);
            return UserReader.Read(user, () => default, environment);
        }

        var token = new TokenFileCredentialSource(TokenFile(environment), ConfigLocation.Nowhere, fallback: null, environment.Clock);
        // Now, so that a file that cannot be read is told before anything else happens.
        _ = token.GetAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
        return token;
    }

    private static Uri Address(string host, string port)
    {
        var bracketed = host.Contains(':', StringComparison.Ordinal) && !host.StartsWith('[') ? $"[{host}]" : host;
        try
        {
            if (host.AsSpan().ContainsAny("/\\?#@") || !port.All(char.IsAsciiDigit))
                throw new ConnectionConfigurationException($"https://{bracketed}:{port} is not a URL such as https://10.0.0.1:6443");
            return ServerAddress.Read(new ConfigText($"https://{bracketed}:{port}", "the address", "this pod", ConfigLocation.Nowhere), usesTls: true);
        }
        catch (ConnectionConfigurationException e)
        {
            throw new ConnectionConfigurationException(
                $"{Host} {host} and {Port} {port} make no address ({e.Message}); the kubelet sets both in every pod, so look for what sets them anew", e);
        }
    }

    // As client-go, which goes on without a ca.crt that it cannot read.
    private static ClusterConnection WithAuthorities(ClusterConnection connection, ConnectionOptions options, ConnectionEnvironment environment)
    {
        var isGiven = CommandLineOverrides.IsGiven(options.CertificateAuthority);
        if (options.InsecureSkipTlsVerify)
        {
            return isGiven
                ? throw new ConnectionConfigurationException("--certificate-authority and --insecure-skip-tls-verify are both set; remove one of them")
                : connection with { InsecureSkipTlsVerify = true };
        }

        var path = isGiven
            ? Path.GetFullPath(options.CertificateAuthority!, environment.CurrentDirectory)
            : Path.Combine(environment.ServiceAccountDirectory, "ca.crt");
        try
        {
            var file = new AuthorityFile(ReadAuthorities(path), () => ReadAuthorities(path), environment.Clock);
            return connection with
            {
                CurrentAuthorities = () => file.Current,
                CertificateAuthorities = file.Current,
                CertificateAuthorityOrigin = isGiven ? path : "the pod's " + path,
            };
        }
        catch (ConnectionConfigurationException e) when (!isGiven)
        {
            return connection with { Notice = $"{e.Message}, so only the system's certificate authorities are trusted" };
        }
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

    // The variable goes first, as in client-go.
    private static string? ReadNamespace(ConnectionEnvironment environment)
    {
        if (environment.Variable("POD_NAMESPACE") is { } own)
            return own;
        try
        {
            return File.ReadAllText(Path.Combine(environment.ServiceAccountDirectory, "namespace")).Trim() is { Length: > 0 } name ? name : null;
        }
        catch (Exception e) when (FileProblem.Is(e))
        {
            // The namespace is a default only; nothing else depends on it.
            return null;
        }
    }
}
