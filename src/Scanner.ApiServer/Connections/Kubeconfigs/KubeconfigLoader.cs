using Scanner.ApiServer.Connections.Credentials;
using Scanner.ApiServer.Connections.Exec;
using Scanner.ApiServer.Connections.Http;
using Scanner.ApiServer.Connections.Nodes;

namespace Scanner.ApiServer.Connections.Kubeconfigs;

/// <summary>
/// Finds the connection as kubectl does: <c>--kubeconfig</c> alone if given, else the files of KUBECONFIG merged, else
/// <c>~/.kube/config</c>, else the service account of the pod this runs in. Reads and checks every file that will be needed, but
/// runs no credential plugin and sends nothing.
/// </summary>
public static class KubeconfigLoader
{
    /// <exception cref="ConnectionConfigurationException">There is no usable configuration; the message is one line.</exception>
    public static ClusterConnection Load(ConnectionOptions options, ConnectionEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(environment);
        var files = KubeconfigFiles.Find(options, environment);
        var config = Kubeconfig.Merge(files.Read());
        var connection = config.IsEmpty && InCluster(options, files, environment) is { } pod
            ? pod
            : FromKubeconfig(config, files, options, environment);
        Check(connection.Credentials);
        return connection with { RequestTimeout = options.RequestTimeout };
    }

    private static ClusterConnection? InCluster(ConnectionOptions options, KubeconfigFiles files, ConnectionEnvironment environment)
    {
        if (!string.IsNullOrEmpty(options.Context))
            throw files.Location.Error($"there is no context \"{options.Context}\" (--context): {files.DescribeEmpty()}");
        if (!string.IsNullOrEmpty(options.Kubeconfig))
            throw files.Location.Error("the kubeconfig is empty");
        return InClusterConfiguration.Load(options, environment)
            ?? throw new ConnectionConfigurationException(
                $"no cluster is configured: {files.DescribeEmpty()}, and this is not a pod; give --kubeconfig");
    }

    private static ClusterConnection FromKubeconfig(
        Kubeconfig config, KubeconfigFiles files, ConnectionOptions options, ConnectionEnvironment environment)
    {
        var (contextName, context) = ChooseContext(config, files, options);
        var clusterName = context.Text("cluster") ?? throw context.Error("no cluster is set");
        if (!config.Clusters.TryGetValue(clusterName.Value, out var cluster))
            throw clusterName.Error($"\"{clusterName.Value}\" is not defined ({Kubeconfig.List("clusters", config.Clusters)})");

        ConfigMap? user = null;
        if (context.Text("user") is { } userName && !config.Users.TryGetValue(userName.Value, out user))
            throw userName.Error($"\"{userName.Value}\" is not defined ({Kubeconfig.List("users", config.Users)})");

        var settings = ClusterReader.Read(cluster, environment);
        var credentials = user is null
            ? StaticCredentialSource.Anonymous
            : UserReader.Read(user, () => ExecClusterInfo.Write(cluster, settings), environment);
        var connection = new ClusterConnection
        {
            Server = settings.Server,
            ContextName = contextName,
            ClusterName = clusterName.Value,
            Namespace = context.Text("namespace")?.Value,
            CertificateAuthorities = settings.Authorities,
            InsecureSkipTlsVerify = settings.InsecureSkipTlsVerify,
            TlsServerName = settings.TlsServerName,
            Proxy = settings.Proxy,
            DisableCompression = settings.DisableCompression,
            Impersonation = ImpersonationReader.Read(user, options),
            Credentials = credentials,
        };
        return settings.AuthorityOrigin is { } origin ? connection with { CertificateAuthorityOrigin = origin } : connection;
    }

    private static (string Name, ConfigMap Context) ChooseContext(Kubeconfig config, KubeconfigFiles files, ConnectionOptions options)
    {
        var existing = Kubeconfig.List("contexts", config.Contexts);
        if (!string.IsNullOrEmpty(options.Context))
        {
            return config.Contexts.TryGetValue(options.Context, out var asked)
                ? (options.Context, asked)
                : throw files.Location.Error($"there is no context \"{options.Context}\" (--context; {existing})");
        }

        if (config.CurrentContext is not { } current)
            throw files.Location.Error($"no current-context is set; choose one with --context ({existing})");
        return config.Contexts.TryGetValue(current.Value, out var context)
            ? (current.Value, context)
            : throw current.Location.Error($"current-context \"{current.Value}\" is not defined ({existing})");
    }

    // Files are read here, so that a missing one is told before anything else happens; plugins run with the first request.
    private static void Check(ICredentialSource credentials)
    {
        if (credentials is not ExecCredentialSource)
            _ = credentials.GetAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
    }
}
