using Scanner.ApiServer.Connections;

namespace Scanner.ApiServer.Tests.Connections;

public sealed class EnvironmentProxyTests
{
    [Theory]
    [InlineData("https://api.example.org:6443", "", true)]
    [InlineData("https://api.example.org:6443", "*", false)]
    [InlineData("https://api.example.org:6443", "example.org", false)]
    [InlineData("https://API.example.org:6443", "EXAMPLE.org", false)]
    [InlineData("https://api.example.org:6443", ".example.org", false)]
    [InlineData("https://api.example.org:6443", "*.example.org", false)]
    [InlineData("https://example.org:6443", ".example.org", true)]
    [InlineData("https://badexample.org:6443", "example.org", true)]
    [InlineData("https://api.example.org:6443", "other.org, api.example.org:6443", false)]
    [InlineData("https://api.example.org:6443", "api.example.org:443", true)]
    [InlineData("https://10.96.0.1:443", "10.0.0.0/8", false)]
    [InlineData("https://11.96.0.1:443", "10.0.0.0/8", true)]
    [InlineData("https://api.example.org:443", "10.0.0.0/8", true)]
    [InlineData("https://10.96.0.1:443", "10.96.0.1", false)]
    [InlineData("https://10.96.0.1:443", "10.96.0.1:443", false)]
    [InlineData("https://10.96.0.1:443", "10.96.0.1:6443", true)]
    [InlineData("https://[fd00::1]:443", "fd00::/8", false)]
    [InlineData("https://[fd00::1]:443", "fd00::1", false)]
    [InlineData("https://127.0.0.1:6443", "", false)]
    [InlineData("https://[::1]:6443", "", false)]
    [InlineData("https://localhost:6443", "", false)]
    public void For_NoProxy_ExemptsWhatItNames(string server, string noProxy, bool proxied)
    {
        using var folder = new TestFolder();
        var environment = TestEnvironment.In(folder, ("HTTPS_PROXY", "http://proxy:3128"), ("NO_PROXY", noProxy));
        Assert.Equal(proxied ? new Uri("http://proxy:3128") : null, EnvironmentProxy.For(new Uri(server), environment));
    }

    [Theory]
    [InlineData("https://a:1", "HTTPS_PROXY", "http://proxy:3128", "http://proxy:3128/")]
    [InlineData("https://a:1", "https_proxy", "proxy:3128", "http://proxy:3128/")]
    [InlineData("https://a:1", "HTTP_PROXY", "http://proxy:3128", null)]
    [InlineData("http://a:1", "HTTP_PROXY", "http://proxy:3128", "http://proxy:3128/")]
    [InlineData("https://a:1", "HTTPS_PROXY", "socks5h://proxy:1080", "socks5://proxy:1080/")]
    public void For_Variable_IsReadForItsScheme(string server, string name, string value, string? expected)
    {
        using var folder = new TestFolder();
        Assert.Equal(expected, EnvironmentProxy.For(new Uri(server), TestEnvironment.In(folder, (name, value)))?.AbsoluteUri);
    }

    [Theory]
    [InlineData("ftp://proxy", "HTTPS_PROXY has the scheme ftp; http, https and socks5 are supported")]
    [InlineData("http://:pass word@", "HTTPS_PROXY is not a URL such as http://proxy:3128")]
    public void For_UnusableProxy_IsRefused(string value, string expected)
    {
        using var folder = new TestFolder();
        var environment = TestEnvironment.In(folder, ("HTTPS_PROXY", value));
        var problem = Assert.Throws<ConnectionConfigurationException>(() => EnvironmentProxy.For(new Uri("https://a"), environment));
        Assert.Equal(expected, problem.Message);
    }
}
