using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Scanner.Core.Posture;
using Scanner.Publishing.Documents;
using Scanner.Publishing.Tests.Formats;
using Scanner.Publishing.Web;

namespace Scanner.Publishing.Tests.Web;

public sealed class PostureEndpointTests : IAsyncLifetime
{
    private PostureRig _rig = null!;

    public async Task InitializeAsync() => _rig = await PostureRig.StartAsync();

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task Get_BeforeTheFirstSnapshot_SaysWhenToAskAgain()
    {
        using var response = await _rig.SendAsync();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "5"), (response.StatusCode, response.Headers.RetryAfter!.ToString()));
        Assert.Equal("nothing is known yet\n", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Get_Snapshot_IsTheDocumentOfAScan()
    {
        _rig.Publish();
        using var response = await _rig.SendAsync();
        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(Document(Samples.Result()), await response.Content.ReadAsStringAsync());
        Assert.Equal(Encoding.UTF8.GetByteCount(Document(Samples.Result())), response.Content.Headers.ContentLength);
        Assert.Equal((Samples.Now, "true", "nosniff"), (response.Content.Headers.LastModified, One(response, PostureServices.LeadsHeader), One(response, "X-Content-Type-Options")));
        Assert.Equal(["Accept-Encoding", "Authorization"], response.Headers.Vary);
    }

    [Theory]
    [InlineData("gzip", true)]
    [InlineData("br, gzip;q=0.5", true)]
    [InlineData("*", true)]
    [InlineData("gzip;q=0", false)]
    [InlineData("*, gzip;q=0", false)]
    [InlineData("br", false)]
    [InlineData("identity", false)]
    [InlineData("", false)]
    public async Task Get_AcceptEncoding_IsHeeded(string accepted, bool packed)
    {
        _rig.Publish();
        using var response = await _rig.SendAsync("GET", PostureServices.Path, $"Accept-Encoding: {accepted}");
        Assert.Equal(packed ? ["gzip"] : [], response.Content.Headers.ContentEncoding);
        var body = await response.Content.ReadAsStreamAsync();
        using var text = new StreamReader(packed ? new GZipStream(body, CompressionMode.Decompress) : body);
        Assert.Equal(Document(Samples.Result()), await text.ReadToEndAsync());
    }

    [Fact]
    public async Task Get_TagOfWhatIsThere_IsNotSentAgain()
    {
        _rig.Publish();
        var plain = await TagAsync();
        var packed = await TagAsync("Accept-Encoding: gzip");
        Assert.NotEqual(plain, packed);
        foreach (var known in new[] { plain, packed, $"W/{packed}", $"\"other\", {plain}", "*" })
        {
            using var response = await _rig.SendAsync("GET", PostureServices.Path, $"If-None-Match: {known}");
            Assert.Equal((known, HttpStatusCode.NotModified), (known, response.StatusCode));
            Assert.Equal((plain, ""), (response.Headers.ETag!.Tag, await response.Content.ReadAsStringAsync()));
        }

        // Another snapshot that says the same has the same tag.
        _rig.Publish();
        Assert.Equal(plain, await TagAsync());
        _rig.Publish(Samples.Result() with { Requests = 41 });
        Assert.NotEqual(plain, await TagAsync());
        using var changed = await _rig.SendAsync("GET", PostureServices.Path, $"If-None-Match: {plain}");
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
    }

    [Fact]
    public async Task Head_Snapshot_HasHeadersAlone()
    {
        _rig.Publish();
        using var head = await _rig.SendAsync("HEAD");
        using var get = await _rig.SendAsync();
        Assert.Equal((get.Headers.ETag, get.Content.Headers.ContentLength), (head.Headers.ETag, head.Content.Headers.ContentLength));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("POST", PostureServices.Path, HttpStatusCode.MethodNotAllowed)]
    [InlineData("DELETE", PostureServices.Path, HttpStatusCode.MethodNotAllowed)]
    [InlineData("OPTIONS", PostureServices.Path, HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/", HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/v1/posture/", HttpStatusCode.NotFound)]
    [InlineData("GET", "/API/v1/posture", HttpStatusCode.NotFound)]
    [InlineData("GET", "/metrics", HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/v1/posture?pretty=1", HttpStatusCode.OK)]
    public async Task Send_OtherMethodOrPath_IsRefused(string method, string path, HttpStatusCode status)
    {
        _rig.Publish();
        using var response = await _rig.SendAsync(method, path);
        Assert.Equal(status, response.StatusCode);
        if (status == HttpStatusCode.MethodNotAllowed)
            Assert.Equal(["GET", "HEAD"], response.Content.Headers.Allow);
    }

    /// <summary>A page in a browser whose name resolves to this machine sends its own name.</summary>
    [Theory]
    [InlineData("localhost", true)]
    [InlineData("LOCALHOST:1234", true)]
    [InlineData("127.0.0.1:8081", true)]
    [InlineData("127.9.9.9", true)]
    [InlineData("[::1]:8081", true)]
    [InlineData("evil.example", false)]
    [InlineData("evil.example:8081", false)]
    [InlineData("localhost.evil.example", false)]
    [InlineData("127.0.0.1.evil.example", false)]
    [InlineData("10.0.0.1", false)]
    [InlineData("0.0.0.0", false)]
    public async Task Get_Host_MustBeLocal(string host, bool served)
    {
        _rig.Publish();
        using var response = await _rig.SendAsync("GET", PostureServices.Path, $"Host: {host}");
        Assert.Equal(served ? HttpStatusCode.OK : HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task Get_ManyReaders_IsRenderedOnceASnapshot()
    {
        _rig.Publish();
        Assert.Equal(0, _rig.Rendered);
        var texts = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => _rig.Http.GetStringAsync(PostureServices.Path)));
        Assert.All(texts, t => Assert.Equal(texts[0], t));
        Assert.Equal(1, _rig.Rendered);
        _rig.Publish();
        Assert.Equal(1, _rig.Rendered);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => _rig.Http.GetStringAsync(PostureServices.Path)));
        Assert.Equal(2, _rig.Rendered);
    }

    [Fact]
    public async Task Get_BoardWasCleared_HasNothing()
    {
        _rig.Publish();
        await _rig.Http.GetStringAsync(PostureServices.Path);
        _rig.Board.Clear();
        using var response = await _rig.SendAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

    [Fact]
    public async Task Get_ReplicaLeadsNoMore_SaysSo()
    {
        _rig.Publish();
        _rig.IsLeading = false;
        using var response = await _rig.SendAsync();
        Assert.Equal((HttpStatusCode.OK, "false"), (response.StatusCode, One(response, PostureServices.LeadsHeader)));
    }

    [Fact]
    public async Task Connect_MoreThanThereCanBeReaders_IsClosed()
    {
        _rig.Publish();
        var open = new List<TcpClient>();
        try
        {
            // Each is served once, so that it is counted before the next.
            while (await OpenAsync(open))
                Assert.True(open.Count <= 64, "there is no limit");
            Assert.Equal(65, open.Count);
        }
        finally
        {
            open.ForEach(c => c.Dispose());
        }
    }

    private async Task<bool> OpenAsync(List<TcpClient> open)
    {
        var client = new TcpClient();
        open.Add(client);
        await client.ConnectAsync(_rig.Url.Host, _rig.Url.Port);
        try
        {
            await client.GetStream().WriteAsync("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
            return await client.GetStream().ReadAsync(new byte[1]) > 0;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private async Task<string> TagAsync(params string[] headers)
    {
        using var response = await _rig.SendAsync("GET", PostureServices.Path, headers);
        return response.Headers.ETag!.Tag;
    }

    private static string One(HttpResponseMessage response, string header) => response.Headers.GetValues(header).Single();

    private static string Document(ScanResult scan) =>
        JsonSerializer.Serialize(ScanDocumentBuilder.Build(scan, WorkerRemedyText.Advise), ScanJson.Document) + "\n";
}
