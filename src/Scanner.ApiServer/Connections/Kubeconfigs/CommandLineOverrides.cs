using Scanner.ApiServer.Connections.Nodes;

namespace Scanner.ApiServer.Connections.Kubeconfigs;

/// <summary>
/// Puts what flags say over entries of the kubeconfig, with the precedence of client-go (<c>tools/clientcmd</c>): an address of its own
/// forgets the cluster's <c>tls-server-name</c>, authorities and leaving out the check each forget the other, and a file of a certificate or key
/// forgets what stands in the kubeconfig itself.
/// </summary>
internal static class CommandLineOverrides
{
    private const string ServerVariable = "KUBERNETES_MASTER";

    /// <summary>As for kubectl, the variable KUBERNETES_MASTER is the server where nothing else says which one is meant.</summary>
    public static ConnectionOptions WithDefaultServer(Kubeconfig config, ConnectionOptions options, ConnectionEnvironment environment) =>
        config.HasDefault || IsGiven(options.Context) || IsGiven(options.Cluster) || IsGiven(options.Server) || environment.Variable(ServerVariable) is not { } server
            ? options
            : options with { Server = server, ServerOrigin = ServerVariable };

    public static ConfigMap OverCluster(ConfigMap cluster, ConnectionOptions options, ConnectionEnvironment environment)
    {
        var result = cluster;
        if (IsGiven(options.Server))
            result = result.With("server", options.Server, At(options.ServerOrigin));
        if (IsGiven(options.Server) || IsGiven(options.TlsServerName))
            result = result.With("tls-server-name", options.TlsServerName, At("--tls-server-name"));
        if (options.DisableCompression)
            result = result.WithFlag("disable-compression", flag: true);
        if (!IsGiven(options.CertificateAuthority) && !options.InsecureSkipTlsVerify)
            return result;
        // A path of the command line is relative to where it is given, not to the kubeconfig.
        var authority = IsGiven(options.CertificateAuthority) ? Path.GetFullPath(options.CertificateAuthority!, environment.CurrentDirectory) : null;
        return result
            .With("certificate-authority-data", null, ConfigLocation.Nowhere)
            .With("certificate-authority", authority, ConfigLocation.Nowhere)
            .WithFlag("insecure-skip-tls-verify", options.InsecureSkipTlsVerify);
    }

    public static ConfigMap? OverUser(ConfigMap? user, ConnectionOptions options, ConnectionEnvironment environment)
    {
        var result = user;
        foreach (var (key, text) in new[] { ("token", options.Token), ("username", options.Username), ("password", options.Password) })
        {
            if (IsGiven(text))
                result = (result ?? Nobody()).With(key, text, At("--" + key));
        }

        foreach (var (key, path) in new[] { ("client-certificate", options.ClientCertificate), ("client-key", options.ClientKey) })
        {
            if (!IsGiven(path))
                continue;
            result = (result ?? Nobody())
                .With(key + "-data", null, ConfigLocation.Nowhere)
                .With(key, Path.GetFullPath(path!, environment.CurrentDirectory), ConfigLocation.Nowhere);
        }

        return result;
    }

    public static bool IsGiven(string? flag) => !string.IsNullOrEmpty(flag);

    private static ConfigMap Nobody() => ConfigMap.Empty("the user");

    private static ConfigLocation At(string flag) => new(flag, Line: null);
}
