using Microsoft.Extensions.Time.Testing;
using Scanner.ApiServer.Connections;
using Scanner.ApiServer.Connections.Kubeconfigs;

namespace Scanner.ApiServer.Tests.Connections;

public sealed class InClusterConfigurationTests : IDisposable
{
    private static readonly TestAuthority Authority = TestAuthority.Create();
    private readonly TestFolder _folder = new();

    public InClusterConfigurationTests()
    {
        _folder.Write("serviceaccount/token", "t1\n");
        _folder.Write("serviceaccount/ca.crt", Authority.Pem);
        _folder.Write("serviceaccount/namespace", "scanner-system");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("10.96.0.1", "443", "https://10.96.0.1/")]
    [InlineData("fd00::1", "6443", "https://[fd00::1]:6443/")]
    [InlineData("kubernetes.default.svc", "443", "https://kubernetes.default.svc/")]
    public async Task Load_Pod_TakesItsServiceAccount(string host, string port, string server)
    {
        var connection = KubeconfigLoader.Load(new ConnectionOptions { ImpersonateUser = "alice" }, Pod(host, port));
        Assert.Equal(server, connection.Server.AbsoluteUri);
        Assert.Null(connection.ContextName);
        Assert.Equal("scanner-system", connection.Namespace);
        Assert.Equal(Authority.Certificate.Thumbprint, Assert.Single(connection.CertificateAuthorities!).Thumbprint);
        Assert.Equal("alice", connection.Impersonation!.User);
        Assert.Equal("Bearer t1", (await connection.Credentials.GetAsync(default)).Authorization);
    }

    [Fact]
    public async Task Load_TokenRotates_IsReadAgainAfterAMinute()
    {
        var environment = Pod();
        var clock = (FakeTimeProvider)environment.Clock;
        var source = KubeconfigLoader.Load(new ConnectionOptions(), environment).Credentials;
        _folder.Write("serviceaccount/token", "t2");

        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal("Bearer t1", (await source.GetAsync(default)).Authorization);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("Bearer t2", (await source.GetAsync(default)).Authorization);
    }

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

    [Fact]
    public void Load_NamespaceFileAbsent_IsNull()
    {
        File.Delete(_folder.PathOf("serviceaccount/namespace"));
        Assert.Null(KubeconfigLoader.Load(new ConnectionOptions(), Pod()).Namespace);
    }

    [Fact]
    public void Load_AuthorityAbsent_NamesTheFile()
    {
        File.Delete(_folder.PathOf("serviceaccount/ca.crt"));
        Assert.Equal($"{_folder.PathOf("serviceaccount/ca.crt")}: does not exist", Problem(new ConnectionOptions(), Pod()));
    }

    [Fact]
    public void Load_AuthorityIsNoCertificate_NamesTheFile()
    {
        _folder.Write("serviceaccount/ca.crt", "nothing");
        Assert.Equal($"{_folder.PathOf("serviceaccount/ca.crt")}: holds no PEM certificate", Problem(new ConnectionOptions(), Pod()));
    }

    [Fact]
    public void Load_TokenEmpty_NamesTheFile()
    {
        _folder.Write("serviceaccount/token", "\n");
        Assert.Equal($"token file {_folder.PathOf("serviceaccount/token")} is empty", Problem(new ConnectionOptions(), Pod()));
    }

    [Fact]
    public void Load_TokenAbsent_IsNoPod()
    {
        File.Delete(_folder.PathOf("serviceaccount/token"));
        Assert.StartsWith("no cluster is configured: ", Problem(new ConnectionOptions(), Pod()));
    }

    [Fact]
    public void Load_ContextAskedForInAPod_IsRefused()
    {
        var file = _folder.PathOf("home/.kube/config");
        Assert.Equal(
            $"{file}: there is no context \"x\" (--context): there is no kubeconfig {file} (the default)",
            Problem(new ConnectionOptions { Context = "x" }, Pod()));
    }

    private static string Problem(ConnectionOptions options, ConnectionEnvironment environment) =>
        Assert.Throws<ConnectionConfigurationException>(() => KubeconfigLoader.Load(options, environment)).Message;

    private ConnectionEnvironment Pod(string host = "10.96.0.1", string port = "443") =>
        TestEnvironment.In(_folder, ("KUBERNETES_SERVICE_HOST", host), ("KUBERNETES_SERVICE_PORT", port));
}
