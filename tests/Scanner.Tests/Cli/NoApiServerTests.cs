using System.Net;
using System.Text;
using System.Text.Json;
using Scanner.Cli;

namespace Scanner.Tests.Cli;

/// <summary>Who answers is no API server: that is said once, whatever was to be listed.</summary>
public sealed class NoApiServerTests
{
    [Theory]
    [InlineData("scan", 502, "<html>bad gateway</html>")]
    [InlineData("scan", 302, "<html>log in</html>")]
    [InlineData("scan", 404, "404 page not found")]
    [InlineData("rbac", 400, "Client sent an HTTP request to an HTTPS server.")]
    [InlineData("probe a", 503, "")]
    public async Task Run_NotAnApiServer_IsOneLineAfterOneRequest(string arguments, int code, string body)
    {
        using var server = new Answering((HttpStatusCode)code, body, "text/html");
        var run = await CliRun.AgainstAsync(server, default, [.. arguments.Split(' '), "-o", "json"]);
        Assert.Equal((ExitCode.Incomplete, 1), (run.Code, server.Requests));
        Assert.Matches($"^scanner: incomplete: connect: HTTP {code}.*\\(this is no answer of an API server\\)$", Assert.Single(run.Error.TrimEnd().Split('\n')));
        Assert.Equal(1, JsonDocument.Parse(run.Output).RootElement.GetProperty("scan").GetProperty("errors").GetArrayLength());
    }

    /// <summary>Some proxies forbid this path, which tells the version, and no other. What a proxy forbids is no right to grant.</summary>
    [Fact]
    public async Task Run_ProxyForbids_GoesOnAndAdvisesNoRight()
    {
        using var server = new Answering(HttpStatusCode.Forbidden, "forbidden", "text/plain");
        var run = await CliRun.AgainstAsync(server, default, "scan");
        Assert.Equal(ExitCode.Incomplete, run.Code);
        Assert.Contains("Missing: list namespaces: HTTP 403: forbidden", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("ES502", run.Output, StringComparison.Ordinal);
    }

    private sealed class Answering(HttpStatusCode code, string body, string type) : HttpMessageHandler
    {
        private int _requests;

        public int Requests => _requests;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _requests);
            return Task.FromResult(new HttpResponseMessage(code) { Content = new StringContent(body, Encoding.UTF8, type), RequestMessage = request });
        }
    }
}
