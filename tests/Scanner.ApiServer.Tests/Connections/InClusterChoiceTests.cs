using Scanner.ApiServer.Connections;
using Scanner.ApiServer.Connections.Kubeconfigs;

namespace Scanner.ApiServer.Tests.Connections;

/// <summary>When a pod's own service account is taken, and when a kubeconfig.</summary>
public sealed class InClusterChoiceTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public InClusterChoiceTests()
    {
        _folder.Write("serviceaccount/token", "t1\n");
        _folder.Write("serviceaccount/ca.crt", TestAuthority.Create().Pem);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_KubeconfigPresent_WinsOverThePod()
    {
        _folder.Write("home/.kube/config", TestEnvironment.Kubeconfig("server: https://a.example", "token: t"));
        Assert.Equal("dev", KubeconfigLoader.Load(new ConnectionOptions(), Pod()).ContextName);
    }

    /// <summary>As for kubectl: a file that does not say which cluster is meant counts for nothing.</summary>
    [Fact]
    public void Load_KubeconfigWithoutCurrentContext_TakesThePod()
    {
        _folder.Write("home/.kube/config", "contexts: [{name: x, context: {cluster: c}}]\nclusters: [{name: c, cluster: {server: 'https://a.example'}}]");
        Assert.Equal("https://10.96.0.1/", KubeconfigLoader.Load(new ConnectionOptions(), Pod()).Server.AbsoluteUri);
        Assert.Equal("https://a.example/", KubeconfigLoader.Load(new ConnectionOptions { Context = "x" }, Pod()).Server.AbsoluteUri);
    }

    [Theory]
    [InlineData("KUBECONFIG", "absent:also-absent")]
    [InlineData("KUBECONFIG", ":")]
    [InlineData("KUBECONFIG", "empty")]
    [InlineData("KUBECONFIG", "absent:empty:without-default")]
    public void Load_KubeconfigsSayNothing_TakesThePod(string variable, string value)
    {
        _folder.Write("empty", "");
        _folder.Write("without-default", "clusters: [{name: c, cluster: {server: 'https://a.example'}}]\nusers: [{name: u, user: {token: t}}]");
        Assert.Equal("https://10.96.0.1/", KubeconfigLoader.Load(new ConnectionOptions(), Pod((variable, value))).Server.AbsoluteUri);
    }

    /// <summary>As for kubectl; <c>--kubeconfig /dev/null</c> is how some scripts leave the files of a user out.</summary>
    [Theory]
    [InlineData("/dev/null")]
    [InlineData("empty")]
    [InlineData("without-default")]
    public void Load_KubeconfigGivenThatSaysNothing_TakesThePod(string file)
    {
        _folder.Write("empty", "apiVersion: v1\nkind: Config\n");
        _folder.Write("without-default", "clusters: [{name: c, cluster: {server: 'https://a.example'}}]");
        Assert.Equal("https://10.96.0.1/", KubeconfigLoader.Load(new ConnectionOptions { Kubeconfig = file }, Pod()).Server.AbsoluteUri);
    }

    [Fact]
    public void Load_KubeconfigGivenThatIsAbsent_IsRefused() =>
        Assert.Equal($"{_folder.PathOf("absent")}: does not exist", Problem(new ConnectionOptions { Kubeconfig = "absent" }, Pod()));

    [Fact]
    public async Task Load_ServerGiven_IsNotThePod()
    {
        var connection = KubeconfigLoader.Load(new ConnectionOptions { Server = "https://a.example" }, Pod());
        Assert.Equal("https://a.example/", connection.Server.AbsoluteUri);
        Assert.Null((await connection.Credentials.GetAsync(default)).Authorization);
        Assert.Null(connection.CertificateAuthorities);
    }

    [Fact]
    public void Load_UserGivenInAPod_IsRefused()
    {
        _folder.Write("home/.kube/config", "users: [{name: v, user: {token: t}}]");
        Assert.Contains("no current-context is set", Problem(new ConnectionOptions { User = "v" }, Pod()), StringComparison.Ordinal);
        Assert.Contains("no current-context is set", Problem(new ConnectionOptions { User = "w" }, Pod()), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ContextAskedForInAPod_IsRefused()
    {
        var file = _folder.PathOf("home/.kube/config");
        Assert.Equal(
            $"{file}: there is no context \"x\" (--context): there is no kubeconfig {file} (the default)",
            Problem(new ConnectionOptions { Context = "x" }, Pod()));
    }

    [Fact]
    public void Load_ServerVariable_GoesBeforeThePodButNotBeforeAContext()
    {
        var pod = Pod(("KUBERNETES_MASTER", "https://b.example"));
        Assert.Equal("https://b.example/", KubeconfigLoader.Load(new ConnectionOptions(), pod).Server.AbsoluteUri);
        Assert.StartsWith("KUBERNETES_MASTER: ", Problem(new ConnectionOptions(), Pod(("KUBERNETES_MASTER", "https://"))));
        _folder.Write("home/.kube/config", TestEnvironment.Kubeconfig("server: https://a.example", "token: t"));
        Assert.Equal("https://a.example/", KubeconfigLoader.Load(new ConnectionOptions(), pod).Server.AbsoluteUri);
    }

    private static string Problem(ConnectionOptions options, ConnectionEnvironment environment) =>
        Assert.Throws<ConnectionConfigurationException>(() => KubeconfigLoader.Load(options, environment)).Message;

    private ConnectionEnvironment Pod(params (string Name, string Value)[] variables) =>
        TestEnvironment.In(_folder, [("KUBERNETES_SERVICE_HOST", "10.96.0.1"), ("KUBERNETES_SERVICE_PORT", "443"), .. variables]);
}
