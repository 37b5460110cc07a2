using Scanner.ApiServer.Connections.Nodes;

namespace Scanner.ApiServer.Connections.Kubeconfigs;

/// <summary>
/// Puts what flags say over entries of the kubeconfig, with the precedence of client-go (<c>tools/clientcmd</c>): an address of its own
/// forgets the cluster's <c>tls-server-name</c>, and authorities and leaving out the check each forget the other.
/// </summary>
internal static class CommandLineOverrides
{
    public static ConfigMap OverCluster(ConfigMap cluster, ConnectionOptions options, ConnectionEnvironment environment)
    {
        var result = cluster;
        if (IsGiven(options.Server))
            result = result.With("server", options.Server, At("--server"));
        if (IsGiven(options.Server) || IsGiven(options.TlsServerName))
            result = result.With("tls-server-name", options.TlsServerName, At("--tls-server-name"));
        if (!IsGiven(options.CertificateAuthority) && !options.InsecureSkipTlsVerify)
            return result;
        // A path of the command line is relative to where it is given, not to the kubeconfig.
        var authority = IsGiven(options.CertificateAuthority) ? Path.GetFullPath(options.CertificateAuthority!, environment.CurrentDirectory) : null;
        return result
            .With("certificate-authority-data", null, ConfigLocation.Nowhere)
            .With("certificate-authority", authority, ConfigLocation.Nowhere)
            .WithFlag("insecure-skip-tls-verify", options.InsecureSkipTlsVerify);
    }

    public static ConfigMap? OverUser(ConfigMap? user, ConnectionOptions options) =>
        IsGiven(options.Token) ? (user ?? ConfigMap.Empty("the user")).With("token", options.Token, At("--token")) : user;

    public static bool IsGiven(string? flag) => !string.IsNullOrEmpty(flag);

    private static ConfigLocation At(string flag) => new(flag, Line: null);
}
