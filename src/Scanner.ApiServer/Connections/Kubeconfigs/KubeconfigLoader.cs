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
        options = CommandLineOverrides.WithDefaultServer(config, options, environment);
        var connection = config.IsEmpty && !CommandLineOverrides.IsGiven(options.Server)
            ? InCluster(options, files, environment)
            : WithoutDefault(config, options, environment) ?? FromKubeconfig(config, files, options, environment);
        return connection with { RequestTimeout = options.RequestTimeout };
    }

    // Files that do not say which cluster is meant count for nothing in a pod, as for kubectl.
    private static ClusterConnection? WithoutDefault(Kubeconfig config, ConnectionOptions options, ConnectionEnvironment environment) =>
        config.HasDefault || NamesACluster(options) || CommandLineOverrides.IsGiven(options.User)
            ? null
            : InClusterConfiguration.Load(options, environment);

    private static bool NamesACluster(ConnectionOptions options) =>
        CommandLineOverrides.IsGiven(options.Context) || CommandLineOverrides.IsGiven(options.Cluster) || CommandLineOverrides.IsGiven(options.Server);

    private static ClusterConnection InCluster(ConnectionOptions options, KubeconfigFiles files, ConnectionEnvironment environment)
    {
        // First, as no file that is missing could mend it.
        _ = ImpersonationReader.Read(user: null, options);
        if (!string.IsNullOrEmpty(options.Context))
            throw files.Location.Error($"there is no context \"{options.Context}\" (--context): {files.DescribeEmpty()}");
        if (!string.IsNullOrEmpty(options.Cluster))
            throw files.Location.Error($"there is no cluster \"{options.Cluster}\" (--cluster): {files.DescribeEmpty()}");
        if (!string.IsNullOrEmpty(options.User))
            throw files.Location.Error($"there is no user \"{options.User}\" (--user): {files.DescribeEmpty()}");
        if (InClusterConfiguration.Load(options, environment) is { } pod)
            return pod;
        throw string.IsNullOrEmpty(options.Kubeconfig)
            ? new ConnectionConfigurationException(
                $"no cluster is configured: {files.DescribeEmpty()}, and {InClusterConfiguration.Obstacle(environment)}; give --kubeconfig")
            : files.Location.Error("the kubeconfig is empty");
    }

    private static ClusterConnection FromKubeconfig(
        Kubeconfig config, KubeconfigFiles files, ConnectionOptions options, ConnectionEnvironment environment)
    {
        var (contextName, context) = ChooseContext(config, files, options);
        var (clusterName, chosen) = ChooseCluster(config, context, options);
        var cluster = CommandLineOverrides.OverCluster(chosen, options, environment);
        var settings = ClusterReader.Read(cluster, environment.Clock);
        var isEncrypted = settings.Server.Scheme == Uri.UriSchemeHttps;
        var user = CommandLineOverrides.OverUser(ChooseUser(config, context, options, mustExist: isEncrypted), options, environment);
        var connection = new ClusterConnection
        {
            Server = settings.Server,
            ContextName = contextName,
            ClusterName = clusterName,
            Namespace = context.Text("namespace")?.Value,
            CertificateAuthorities = settings.Authorities,
            CurrentAuthorities = settings.CurrentAuthorities,
            InsecureSkipTlsVerify = settings.InsecureSkipTlsVerify,
            TlsServerName = settings.TlsServerName,
            Proxy = settings.Proxy ?? EnvironmentProxy.For(settings.Server, environment),
            DisableCompression = settings.DisableCompression,
            Impersonation = ImpersonationReader.Read(user, options),
            Credentials = StaticCredentialSource.Anonymous,
        };
        if (settings.AuthorityOrigin is { } origin)
            connection = connection with { CertificateAuthorityOrigin = origin };
        return user is null ? connection : WithCredentials(connection, user, cluster, settings, environment);
    }

    // As kubectl, which does not even look for credentials, and so runs no plugin, where they would go over plain http.
    private static ClusterConnection WithCredentials(
        ClusterConnection connection, ConfigMap user, ConfigMap cluster, ClusterSettings settings, ConnectionEnvironment environment)
    {
        UserReader.CheckMethods(user);
        if (connection.Server.Scheme == Uri.UriSchemeHttps)
            return connection with { Credentials = UserReader.Read(user, () => ExecClusterInfo.Write(cluster, settings), environment) };
        return UserReader.HasCredentials(user) ? connection with { Notice = Unsent(cluster, user) } : connection;
    }

    private static string Unsent(ConfigMap cluster, ConfigMap user) =>
        $"{cluster.Subject} is plain http, so the credentials of {user.Subject} are not sent; "
        + "give the server an https address if it needs them";

    private static (string? Name, ConfigMap Context) ChooseContext(Kubeconfig config, KubeconfigFiles files, ConnectionOptions options)
    {
        var existing = Kubeconfig.List("contexts", config.Contexts);
        if (!string.IsNullOrEmpty(options.Context))
        {
            return config.Contexts.TryGetValue(options.Context, out var asked)
                ? (options.Context, asked)
                : throw files.Location.Error($"there is no context \"{options.Context}\" (--context; {existing})");
        }

        if (config.CurrentContext is { } current)
        {
            return config.Contexts.TryGetValue(current.Value, out var context)
                ? (current.Value, context)
                : throw current.Location.Error($"current-context \"{current.Value}\" is not defined ({existing})");
        }

        if (config.Contexts.TryGetValue("", out var unnamed))
            return (null, unnamed);
        // Flags that name cluster or address make up for a context.
        if (NamesACluster(options))
            return (null, ConfigMap.Empty("the context"));
        return config.Clusters.TryGetValue("", out var cluster)
            ? (null, cluster.Nothing("the context without a name"))
            : throw files.Location.Error($"no current-context is set; choose one with --context ({existing})");
    }

    private static (string? Name, ConfigMap Cluster) ChooseCluster(Kubeconfig config, ConfigMap context, ConnectionOptions options)
    {
        if (CommandLineOverrides.IsGiven(options.Cluster))
        {
            return config.Clusters.TryGetValue(options.Cluster!, out var asked)
                ? (options.Cluster, asked)
                : throw new ConnectionConfigurationException(
                    $"there is no cluster \"{options.Cluster}\" (--cluster; {Kubeconfig.List("clusters", config.Clusters)})");
        }

        var name = context.Text("cluster");
        if (config.Clusters.TryGetValue(name?.Value ?? "", out var cluster))
            return (name?.Value, cluster);
        if (CommandLineOverrides.IsGiven(options.Server))
            return (null, ConfigMap.Empty("the cluster"));
        throw name is null
            ? context.Error("no cluster is set")
            : name.Error($"\"{name.Value}\" is not defined ({Kubeconfig.List("clusters", config.Clusters)})");
    }

    private static ConfigMap? ChooseUser(Kubeconfig config, ConfigMap context, ConnectionOptions options, bool mustExist)
    {
        if (CommandLineOverrides.IsGiven(options.User))
        {
            return config.Users.TryGetValue(options.User!, out var asked)
                ? asked
                : throw new ConnectionConfigurationException(
                    $"there is no user \"{options.User}\" (--user; {Kubeconfig.List("users", config.Users)})");
        }

        var name = context.Text("user");
        if (config.Users.TryGetValue(name?.Value ?? "", out var user) || name is null || !mustExist)
            return user;
        throw name.Error($"\"{name.Value}\" is not defined ({Kubeconfig.List("users", config.Users)})");
    }
}
