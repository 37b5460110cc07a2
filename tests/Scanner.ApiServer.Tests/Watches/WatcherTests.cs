using System.IO.Pipelines;
using System.Net;
using System.Text;
using System.Text.Json;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Tests.Lists;
using Scanner.ApiServer.Tests.Transport;
using Scanner.ApiServer.Transport;
using Scanner.ApiServer.Watches;
using Scanner.Fixtures;

namespace Scanner.ApiServer.Tests.Watches;

public sealed class WatcherTests : IDisposable
{
    private static readonly WatchRequest s_namespaces = new(ResourcePath.Core("namespaces")) { ResourceVersion = "351", Timeout = TimeSpan.FromMinutes(5) };

    private readonly TestClient _client = new();
    private readonly WatchLog _log = new();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Watch_RecordedStream_GivesItsEventsAndEndsInGoodOrder()
    {
        _client.Server.Then(Stream("watch/namespaces.json"));
        Assert.IsType<WatchEnd.Closed>(await WatchAsync(s_namespaces));
        Assert.Equal(["opened", .. Recorded("watch/namespaces.json")], _log.Lines);
        Assert.Equal(["GET /api/v1/namespaces?watch=true&allowWatchBookmarks=true&timeoutSeconds=300&resourceVersion=351"], _client.Server.Lines);
    }

    [Fact]
    public async Task Watch_SharesAConnection_AndIsNotPacked()
    {
        _client.Server.Then(Stream("watch/namespaces.json"));
        await WatchAsync(s_namespaces);
        var sent = _client.Server.Requests.Single();
        Assert.Equal((HttpVersion.Version20, HttpVersionPolicy.RequestVersionOrLower, ""), (sent.Version, sent.VersionPolicy, sent.Header("Accept-Encoding")));
    }

    [Fact]
    public async Task Watch_RecordedStreamedList_TellsItsEnd()
    {
        _client.Server.Then(Stream("watch/send-initial-events.json"));
        await WatchAsync(new WatchRequest(ResourcePath.Core("namespaces")) { SendInitialEvents = true });
        Assert.Single(_log.Lines, l => l.StartsWith("bookmark ", StringComparison.Ordinal) && l.EndsWith(" end", StringComparison.Ordinal));
        Assert.Contains("sendInitialEvents=true&resourceVersionMatch=NotOlderThan", _client.Server.Lines.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_RecordedProtobuf_GivesItsEvents()
    {
        var body = await File.ReadAllBytesAsync(Fixture.PathOf("recordings", "kubernetes-1.36", "protobuf", "watch-namespaces.pb"));
        _client.Server.Then(Reply.Bytes(200, "application/vnd.kubernetes.protobuf;stream=watch", body));
        Assert.IsType<WatchEnd.Closed>(await WatchAsync(s_namespaces));
        Assert.Equal(["opened", "Added /pbwatch 405", "Modified /pbwatch 407"], _log.Lines.Take(3));
    }

    [Theory]
    [InlineData(403, "Forbidden")]
    [InlineData(410, "Expired")]
    [InlineData(422, "Invalid")]
    public async Task Watch_Refused_IsNotOpenedAndSaysWhy(int code, string reason)
    {
        _client.Server.Then(Reply.Status(code, reason));
        var refused = Assert.IsType<WatchEnd.Refused>(await WatchAsync(s_namespaces));
        Assert.Equal((code, reason), (refused.Status.Code, refused.Status.Reason));
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task Watch_ErrorEvent_IsARefusal()
    {
        _client.Server.Then(Reply.Json(200, """{"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","status":"Failure","message":"too old resource version: 1 (2)","reason":"Expired","code":410}}""" + "\n"));
        var refused = Assert.IsType<WatchEnd.Refused>(await WatchAsync(s_namespaces));
        Assert.Equal((410, "too old resource version: 1 (2)"), (refused.Status.Code, refused.Status.Message));
    }

    [Theory]
    [InlineData("{\"type\":\"ADDED\",\"object\":{]}\n")]
    [InlineData("{\"type\":\"ADDED\"}\n")]
    [InlineData("{\"type\":\"SURPRISE\",\"object\":{}}\n")]
    public async Task Watch_NoEvent_IsABadAnswer(string line)
    {
        _client.Server.Then(Reply.Json(200, line));
        var failed = Assert.IsType<WatchEnd.Failed>(await WatchAsync(s_namespaces));
        Assert.Equal(TransportFailureKind.BadAnswer, failed.Failure.Kind);
        Assert.Contains("/api/v1/namespaces", failed.Failure.Message, StringComparison.Ordinal);
    }

    /// <summary>Nothing says that the type comes first.</summary>
    [Fact]
    public async Task Watch_ObjectBeforeType_IsRead()
    {
        _client.Server.Then(Reply.Json(200, """{"object":{"metadata":{"name":"a","resourceVersion":"7"}},"type":"DELETED"}""" + "\n"));
        await WatchAsync(s_namespaces);
        Assert.Equal(["opened", "Deleted /a 7"], _log.Lines);
    }

    [Fact]
    public async Task Watch_SinkWantsNoMore_Stops()
    {
        var log = new WatchLog { StopAfter = 1 };
        _client.Server.Then(Stream("watch/namespaces.json"));
        Assert.IsType<WatchEnd.Stopped>(await _client.Kubernetes.WatchAsync(s_namespaces, NameReader.Instance, log, default));
        Assert.Equal(2, log.Lines.Count);
    }

    [Fact]
    public async Task Watch_ConnectionBreaks_Fails()
    {
        _client.Server.Then(Reply.BrokenOff());
        var failed = Assert.IsType<WatchEnd.Failed>(await WatchAsync(s_namespaces));
        Assert.Equal(TransportFailureKind.Connection, failed.Failure.Kind);
    }

    /// <summary>A proxy may send the headers with the first event, and where little happens that takes long.</summary>
    [Fact]
    public async Task Watch_HeadersComeLate_IsWaitedFor()
    {
        var headers = new TaskCompletionSource<HttpResponseMessage>();
        _client.Server.Then(headers.Task);
        var watch = WatchAsync(s_namespaces);
        _client.Time.Advance(TimeSpan.FromMinutes(4));
        Assert.False(watch.IsCompleted);
        headers.SetResult(Stream("watch/namespaces.json"));
        Assert.IsType<WatchEnd.Closed>(await watch);
    }

    [Fact]
    public async Task Watch_HeadersNeverCome_IsGivenUpAfterItsEnd()
    {
        _client.Server.ThenHangs();
        var watch = WatchAsync(s_namespaces);
        _client.Time.Advance(TimeSpan.FromSeconds(329));
        Assert.False(watch.IsCompleted);
        _client.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(TransportFailureKind.Timeout, Assert.IsType<WatchEnd.Failed>(await watch).Failure.Kind);
    }

    /// <summary>Who says no has all there is to say at once.</summary>
    [Fact]
    public async Task Watch_RefusalThatDoesNotEnd_IsGivenUpAsAnyRequest()
    {
        _client.Server.Then(new HttpResponseMessage(HttpStatusCode.BadGateway) { Content = new StreamContent(new Pipe().Reader.AsStream()) });
        var watch = WatchAsync(s_namespaces);
        _client.Time.Advance(TimeSpan.FromSeconds(33));
        Assert.Equal(TransportFailureKind.Timeout, Assert.IsType<WatchEnd.Failed>(await watch).Failure.Kind);
    }

    [Fact]
    public async Task Watch_EmptyLines_SayNothing()
    {
        _client.Server.Then(Reply.Json(200, "\n \r\n" + """{"type":"DELETED","object":{"metadata":{"name":"a","resourceVersion":"7"}}}""" + "\n\n"));
        Assert.IsType<WatchEnd.Closed>(await WatchAsync(s_namespaces));
        Assert.Equal(["opened", "Deleted /a 7"], _log.Lines);
    }

    [Fact]
    public async Task Watch_StatusInsteadOfEvents_IsARefusal()
    {
        _client.Server.Then(Reply.Json(200, """{"kind":"Status","status":"Failure","message":"not connected","code":503}""" + "\n"));
        var refused = Assert.IsType<WatchEnd.Refused>(await WatchAsync(s_namespaces));
        Assert.Equal((503, "not connected"), (refused.Status.Code, refused.Status.Message));
    }

    [Fact]
    public async Task Watch_SilentPastItsEnd_IsGivenUp()
    {
        _client.Server.Then(Silent());
        var watch = WatchAsync(s_namespaces);
        _client.Time.Advance(TimeSpan.FromSeconds(329));
        Assert.False(watch.IsCompleted);
        _client.Time.Advance(TimeSpan.FromSeconds(2));
        var failed = Assert.IsType<WatchEnd.Failed>(await watch);
        Assert.Equal((TransportFailureKind.Timeout, "the watch of /api/v1/namespaces did not end in time"), (failed.Failure.Kind, failed.Failure.Message));
    }

    [Fact]
    public async Task Watch_Cancelled_Throws()
    {
        using var stop = new CancellationTokenSource();
        _client.Server.Then(Silent());
        var watch = _client.Kubernetes.WatchAsync(s_namespaces, NameReader.Instance, _log, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watch);
    }

    private Task<WatchEnd> WatchAsync(WatchRequest request) => _client.Kubernetes.WatchAsync(request, NameReader.Instance, _log, default);

    private static HttpResponseMessage Silent() => new(HttpStatusCode.OK) { Content = new StreamContent(new Pipe().Reader.AsStream()) };

    private static JsonElement.ArrayEnumerator Events(string file) =>
        JsonDocument.Parse(File.ReadAllBytes(Fixture.PathOf("recordings", "kubernetes-1.36", file))).RootElement.GetProperty("response").GetProperty("stream").EnumerateArray();

    private static HttpResponseMessage Stream(string file)
    {
        var body = new StringBuilder();
        foreach (var e in Events(file))
            body.Append(JsonSerializer.Serialize(e)).Append('\n');
        return Reply.Json(200, body.ToString());
    }

    private static IEnumerable<string> Recorded(string file) => Events(file).Select(e =>
    {
        var (type, meta) = (e.GetProperty("type").GetString()!, e.GetProperty("object").GetProperty("metadata"));
        var version = meta.GetProperty("resourceVersion").GetString();
        return type == "BOOKMARK" ? $"bookmark {version}" : $"{type[0]}{type[1..].ToLowerInvariant()} /{meta.GetProperty("name").GetString()} {version}";
    });
}
