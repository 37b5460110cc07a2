using Microsoft.Extensions.Time.Testing;
using Scanner.ApiServer.Connections;
using Scanner.ApiServer.Connections.Http;
using Scanner.ApiServer.Connections.Kubeconfigs;

namespace Scanner.ApiServer.Tests.Connections;

/// <summary>An environment that knows nothing but the test's folder.</summary>
internal static class TestEnvironment
{
    public static ConnectionEnvironment In(TestFolder folder, params (string Name, string Value)[] variables) => new()
    {
        Variables = variables.ToDictionary(variable => variable.Name, variable => variable.Value),
        HomeDirectory = folder.PathOf("home"),
        CurrentDirectory = folder.Root,
        ServiceAccountDirectory = folder.PathOf("serviceaccount"),
        Clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)),
    };

    /// <summary>Loads a kubeconfig of this text, written to <c>config</c> in the folder.</summary>
    public static ClusterConnection Load(TestFolder folder, string kubeconfig, ConnectionEnvironment? environment = null, ConnectionOptions? options = null)
    {
        folder.Write("config", kubeconfig);
        return KubeconfigLoader.Load((options ?? new ConnectionOptions()) with { Kubeconfig = "config" }, environment ?? In(folder));
    }

    /// <summary>A kubeconfig with one context, whose cluster and user hold these lines (each indented by four blanks).</summary>
    public static string Kubeconfig(string cluster, string user) => $$"""
        apiVersion: v1
        kind: Config
        current-context: dev
        contexts:
        - name: dev
          context: {cluster: c, user: u, namespace: team}
        clusters:
        - name: c
          cluster:
        {{Indent(cluster)}}
        users:
        - name: u
          user:
        {{Indent(user)}}
        """;

    private static string Indent(string lines) => string.Join('\n', lines.Split('\n').Select(line => "    " + line));
}
