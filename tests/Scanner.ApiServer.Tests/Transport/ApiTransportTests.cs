using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Lists;
using Scanner.ApiServer.Tests.Lists;
using Scanner.ApiServer.Transport;

namespace Scanner.ApiServer.Tests.Transport;

/// <summary>What goes over the wire, and what a caller hears when nothing comes back.</summary>
public sealed class ApiTransportTests
{
    [Fact]
    public async Task Send_ByDefault_AsksForGzippedProtobufOverAConnectionOfItsOwnInItsName()
    {
        var sent = await SentAsync(new TestClient());
        Assert.Equal("ephemeral-scanner/1.2", sent.Header("User-Agent"));
        Assert.Equal("application/vnd.kubernetes.protobuf, application/json", sent.Header("Accept"));
        Assert.Equal("gzip", sent.Header("Accept-Encoding"));
        Assert.Equal((HttpVersion.Version11, HttpVersionPolicy.RequestVersionOrLower), (sent.Version, sent.VersionPolicy));
        Assert.Null(sent.ContentType);
    }

    [Fact]
    public async Task Send_WithoutCompression_DoesNotAskForGzip() =>
        Assert.Equal("", (await SentAsync(new TestClient(o => o with { Compression = false }))).Header("Accept-Encoding"));

    [Fact]
    public async Task Send_WithoutProtobuf_AsksForJson() =>
        Assert.Equal("application/json", (await SentAsync(new TestClient(o => o with { Protobuf = false }))).Header("Accept"));

    [Fact]
    public async Task List_ByDefault_AsksForProtobufFirst()
    {
        using var client = new TestClient();
        client.Server.Then(Reply.Json(200, """{"metadata":{},"items":[]}"""));
        await client.Kubernetes.ListAsync(new ListRequest(ResourcePath.Core("pods")), NameReader.Instance, new NameSink(), default);
        Assert.StartsWith("application/vnd.kubernetes.protobuf, ", client.Server.Requests[0].Header("Accept"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://server:6443", "https://server:6443/api/v1/namespaces/open/pods/web")]
    [InlineData("https://server/", "https://server/api/v1/namespaces/open/pods/web")]
    [InlineData("https://[::1]:8443", "https://[::1]:8443/api/v1/namespaces/open/pods/web")]
    [InlineData("https://rancher/k8s/clusters/c-1", "https://rancher/k8s/clusters/c-1/api/v1/namespaces/open/pods/web")]
    [InlineData("https://rancher/k8s/clusters/c-1/", "https://rancher/k8s/clusters/c-1/api/v1/namespaces/open/pods/web")]
    public async Task Send_ServerWithAPath_KeepsIt(string server, string expected) =>
        Assert.Equal(expected, (await SentAsync(new TestClient(url: server))).Uri.AbsoluteUri);

    [Fact]
    public async Task Send_TooManyCalls_ShareOneRateLimit()
    {
        using var client = new TestClient(o => o with { RequestsPerSecond = 10, Burst = 2 });
        client.Server.ThenAlways(Reply.Pod);
        await client.RunAsync(() => Task.WhenAll(client.GetAsync(), client.PatchAsync(), client.CreateAsync(), client.GetAsync(), client.PatchAsync()));
        Assert.Equal([0, 0, 100, 200, 300], client.Times.Select(t => t.TotalMilliseconds));
        Assert.Equal(["GET", "PATCH", "POST", "GET", "PATCH"], client.Server.Lines.Select(l => l.Split(' ')[0]));
    }

    [Fact]
    public async Task Send_NoConnection_SaysWhereToAndWhy()
    {
        using var client = new TestClient(o => o with { Retries = 0 }, "https://server:6443/prefix");
        client.Server.ThenThrows(new HttpRequestException("outer", new IOException("middle", new SocketException((int)SocketError.ConnectionRefused, "Connection refused"))));
        var failure = Failure(await client.RunAsync(() => client.GetAsync()));
        Assert.Equal(new TransportFailure(TransportFailureKind.Connection, "cannot talk to https://server:6443: Connection refused"), failure);
    }

    [Theory]
    [InlineData("PATCH", "a%b")]
    [InlineData("GET", "a b")]
    [InlineData("GET", "../b")]
    public async Task Send_NameThatTheGuardRefuses_IsAnAnswer(string method, string name)
    {
        using var client = new TestClient();
        var path = ResourcePath.Core("pods", "open", name, method == "GET" ? null : "ephemeralcontainers");
        var failure = Failure(await client.RunAsync(() => method == "GET"
            ? client.Kubernetes.GetAsync(path, NameReader.Instance, default)
            : client.Kubernetes.DryRun.PatchAsync(path, "{}"u8.ToArray(), NameReader.Instance, default)));
        Assert.Equal(TransportFailureKind.NotSent, failure.Kind);
        Assert.StartsWith($"refused to send {method} /api/v1/namespaces/open/pods/", failure.Message);
        Assert.Empty(client.Server.Requests);
    }

    [Theory]
    [InlineData("/api/v1/namespaces/vc/pods/https:vcluster-0:8443/proxy")]
    [InlineData("/api/v1/namespaces/vc/services/https:vcluster:443/proxy")]
    public async Task Send_ServerBehindAProxyOfAPod_IsSpokenTo(string path)
    {
        using var client = new TestClient(url: "https://server:6443" + path);
        client.Server.ThenAlways(Reply.Pod);
        Assert.IsType<ApiAnswer<string>.Ok>(await client.RunAsync(() => client.PatchAsync()));
        Assert.StartsWith($"PATCH {path}/api/v1/namespaces/open/pods/web/ephemeralcontainers", Assert.Single(client.Server.Lines));
    }

    [Fact]
    public async Task Send_FailureThatQuotesAProxysPassword_HidesIt()
    {
        using var client = new TestClient(o => o with { Retries = 0 });
        client.Server.ThenThrows(new HttpRequestException("The proxy tunnel request to proxy 'http://me:p@ss@proxy:3128/' failed with status code '407'."));
        var failure = Failure(await client.RunAsync(() => client.GetAsync()));
        Assert.Equal("cannot talk to https://server:6443: The proxy tunnel request to proxy 'http://***@proxy:3128/' failed with status code '407'.", failure.Message);
    }

    [Fact]
    public async Task Send_CertificateRefused_SaysSoAndIsNotRepeated()
    {
        using var client = new TestClient(describeTls: e => e.InnerException is AuthenticationException ? "its certificate is signed by an unknown authority" : null);
        client.Server.ThenThrows(new HttpRequestException("The SSL connection could not be established", new AuthenticationException("no")));
        var failure = Failure(await client.RunAsync(() => client.GetAsync()));
        Assert.Equal(new TransportFailure(TransportFailureKind.Tls, "cannot talk to https://server:6443: its certificate is signed by an unknown authority"), failure);
        Assert.Single(client.Server.Requests);
    }

    [Fact]
    public async Task Send_BodyBreaksOff_IsRepeated()
    {
        using var client = new TestClient();
        client.Server.Then(Reply.BrokenOff(), Reply.Pod());
        Assert.Equal("open/web", Assert.IsType<ApiAnswer<string>.Ok>(await client.RunAsync(() => client.GetAsync())).Value);
        Assert.Equal(2, client.Server.Requests.Count);
    }

    [Fact]
    public async Task Send_BodyThatIsNoGzip_IsABadAnswerAndNotRepeated()
    {
        using var client = new TestClient();
        var reply = Reply.Pod();
        reply.Content.Headers.ContentEncoding.Add("gzip");
        client.Server.Then(reply);
        var failure = Failure(await client.RunAsync(() => client.GetAsync()));
        Assert.Equal(TransportFailureKind.BadAnswer, failure.Kind);
        Assert.StartsWith("the answer of /api/v1/namespaces/open/pods/web cannot be read: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_Gzipped_ReadsTheSame()
    {
        using var client = new TestClient();
        client.Server.Then(await Reply.Pod().GzippedAsync(), await Reply.Recorded("kubernetes-1.36/probe-errors/no-such-pod.json").GzippedAsync());
        Assert.Equal("open/web", Assert.IsType<ApiAnswer<string>.Ok>(await client.GetAsync()).Value);
        Assert.Equal("ghost", Assert.IsType<ApiAnswer<string>.Refused>(await client.GetAsync()).Status.DetailsName);
    }

    private static async Task<SentRequest> SentAsync(TestClient client)
    {
        using (client)
        {
            client.Server.Then(Reply.Pod());
            await client.GetAsync();
            return client.Server.Requests.Single();
        }
    }

    private static TransportFailure Failure(ApiAnswer<string> answer) => Assert.IsType<ApiAnswer<string>.Failed>(answer).Failure;
}
