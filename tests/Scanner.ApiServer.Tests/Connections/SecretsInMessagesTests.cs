using System.Net;
using System.Net.Sockets;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Connections;
using Scanner.ApiServer.Connections.Http;
using Scanner.ApiServer.Connections.Kubeconfigs;
using Scanner.ApiServer.Connections.Tls;
using Scanner.ApiServer.Discovery;
using Scanner.ApiServer.Transport;

namespace Scanner.ApiServer.Tests.Connections;

/// <summary>Passwords stand in URLs of proxies and servers; nothing that is printed or logged holds them.</summary>
public sealed class SecretsInMessagesTests : IDisposable
{
    private const string Secret = "pa55w0rd";
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("http", "403 Forbidden")]
    [InlineData("http", "407 Who\r\nProxy-Authenticate: Basic realm=\"p\"")]
    [InlineData("http", "500 Broken")]
    [InlineData("http", null)]
    [InlineData("https", "200 OK")]
    [InlineData("https", null)]
    [InlineData("socks5", null)]
    public async Task Send_ProxyFails_MessageHoldsNoPassword(string scheme, string? answer)
    {
        await using var server = TestServer.Start(certificate: null, _ => answer ?? "200 OK");
        var port = answer is null ? UnusedPort() : server.Port;
        foreach (var variable in new[] { false, true })
        {
            var proxy = $"{scheme}://me:{Secret}@127.0.0.1:{port}";
            var kubeconfig = TestEnvironment.Kubeconfig("server: https://api.example.org" + (variable ? "" : $"\nproxy-url: {proxy}"), "token: t1");
            var environment = variable ? TestEnvironment.In(_folder, ("HTTPS_PROXY", proxy)) : TestEnvironment.In(_folder);
            var connection = TestEnvironment.Load(_folder, kubeconfig, environment);
            using var client = new ApiServerClient(
                HttpHandlerFactory.CreateAuthorized(connection),
                connection.Server,
                new ClientOptions { UserAgent = "test", Retries = 0 },
                TimeProvider.System,
                TlsFailure.Describe);
            var failed = Assert.IsType<ApiAnswer<ServerVersion>.Failed>(await client.GetVersionAsync(default));
            Assert.StartsWith("cannot talk to https://api.example.org: ", failed.Failure.Message);
            Assert.DoesNotContain(Secret, failed.Failure.Message);
            Assert.DoesNotContain(Secret, connection.ToString());
        }
    }

    [Theory]
    [InlineData("proxy-url: 'ftp://me:pa55w0rd@proxy'")]
    [InlineData("proxy-url: 'http://me:pa55w0rd@'")]
    [InlineData("proxy-url: 'me:pa55w0rd@proxy'")]
    [InlineData("server: 'https://me:pa55w0rd@a.example'")]
    [InlineData("server: 'https://me:pa55w0rd /@a.example'")]
    [InlineData("server: 'me:pa55w0rd@a.example:x'")]
    [InlineData("server: 'me:pa55w0rd@a.example/path'")]
    [InlineData("server: 'ftp://me:pa55w0rd@a.example'")]
    public void Load_UnusableUrl_IsNotQuotedWithItsPassword(string lines)
    {
        var cluster = lines.StartsWith("server", StringComparison.Ordinal) ? lines : "server: https://a.example\n" + lines;
        var problem = Assert.Throws<ConnectionConfigurationException>(() => TestEnvironment.Load(_folder, TestEnvironment.Kubeconfig(cluster, "token: t1")));
        Assert.DoesNotContain("55w0rd", problem.ToString());
    }

    [Theory]
    [InlineData("http://me:pa55w0rd@")]
    [InlineData("ftp://me:pa55w0rd@proxy")]
    [InlineData("http://me:pa 55w0rd@proxy:x")]
    [InlineData("me:pa55w0rd@proxy:x")]
    public void Load_UnusableProxyOfTheEnvironment_IsNotQuotedWithItsPassword(string proxy)
    {
        var environment = TestEnvironment.In(_folder, ("HTTPS_PROXY", proxy));
        var problem = Assert.Throws<ConnectionConfigurationException>(
            () => TestEnvironment.Load(_folder, TestEnvironment.Kubeconfig("server: https://a.example", "token: t1"), environment));
        Assert.DoesNotContain("55w0rd", problem.ToString());
    }

    [Fact]
    public async Task Get_PluginThatQuotesItsProxy_MessageHoldsNoPassword()
    {
        var connection = TestEnvironment.Load(
            _folder,
            TestEnvironment.Kubeconfig(
                "server: https://a.example",
                """exec: {command: /bin/sh, apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, args: [-c, "echo cannot reach $HTTPS_PROXY >&2; exit 1"]}"""),
            TestEnvironment.In(_folder, ("HTTPS_PROXY", "http://me:pa55w0rd@proxy:3128")));
        var problem = await Assert.ThrowsAsync<ConnectionConfigurationException>(() => connection.Credentials.GetAsync(default).AsTask());
        Assert.EndsWith("failed with exit code 1: cannot reach http://***@proxy:3128", problem.Message);
    }

    [Theory]
    [InlineData("cannot reach http://me:pass@proxy:3128/x", "cannot reach http://***@proxy:3128/x")]
    [InlineData("socks5://me:p@ss/w@proxy", "socks5://***@proxy")]
    [InlineData("'https://me@proxy' and \"http://a:b@c\"", "'https://***@proxy' and \"http://***@c\"")]
    [InlineData("kubernetes-admin@kubernetes at https://10.0.0.1", "kubernetes-admin@kubernetes at https://10.0.0.1")]
    public void Hide_Text_KeepsAllElse(string text, string expected) => Assert.Equal(expected, UserInfo.Hide(text));

    private static int UnusedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
