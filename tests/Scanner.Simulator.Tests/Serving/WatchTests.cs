using Microsoft.Extensions.Time.Testing;
using Scanner.Simulator.Objects;
using Scanner.Simulator.Tests.Protobuf;

namespace Scanner.Simulator.Tests.Serving;

public sealed class WatchTests : IAsyncLifetime
{
    private const string Maps = "/api/v1/namespaces/default/configmaps?watch=1";
    private readonly FakeTimeProvider _time = new();
    private SimulatedApiServer _server = null!;
    private ApiClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await SimulatedApiServer.StartAsync(new SimulatorOptions { TimeProvider = _time, WatchHistorySize = 3 });
        _client = new ApiClient(_server);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Watch_WithoutVersion_StartsWithWhatIsThere()
    {
        Put("a");
        await using var watch = await WatchReader.OpenAsync(_client, Maps);
        Put("b");
        Put("a", "1");
        _server.Store.Delete("", "configmaps", "default", "b");

        Assert.Equal(["ADDED a", "ADDED b", "MODIFIED a", "DELETED b"], await watch.TakeAsync(4));
    }

    [Fact]
    public async Task Watch_FromVersion_ResumesFromHistory()
    {
        Put("a");
        var seen = _server.Store.ResourceVersion;
        Put("b");
        Put("c");

        await using var watch = await WatchReader.OpenAsync(_client, $"{Maps}&resourceVersion={seen}");

        Assert.Equal(["ADDED b", "ADDED c"], await watch.TakeAsync(2));
    }

    [Fact]
    public async Task Watch_VersionBeforeHistory_ErrorEventWith410()
    {
        Put("a");
        var seen = _server.Store.ResourceVersion;
        foreach (var name in new[] { "b", "c", "d", "e" })
            Put(name);

        await using var watch = await WatchReader.OpenAsync(_client, $"{Maps}&resourceVersion={seen}");
        var error = (await watch.RestAsync()).Single();

        Assert.Equal(200, watch.Status);
        Assert.Equal("ERROR", error.Text("type"));
        Assert.Equal(410, error.Object("object")!.Number("code"));
        Assert.StartsWith($"too old resource version: {seen} (", error.Object("object")!.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_OtherResourcesChange_HistoryLasts()
    {
        Put("a");
        var seen = _server.Store.ResourceVersion;
        for (var i = 0; i < 10; i++)
            _server.Store.ApplyYaml($"{{apiVersion: v1, kind: Secret, metadata: {{name: s{i}, namespace: default}}}}");
        Put("b");

        await using var watch = await WatchReader.OpenAsync(_client, $"{Maps}&resourceVersion={seen}");

        Assert.Equal(["ADDED b"], await watch.TakeAsync(1));
    }

    [Fact]
    public async Task Watch_LabelSelector_ObjectsComeAndGoWithTheirLabels()
    {
        await using var watch = await WatchReader.OpenAsync(_client, Maps + "&labelSelector=app%3Dx");
        Put("a", labels: "app: y");
        Put("a", labels: "app: x");
        Put("a", "1", labels: "app: x");
        Put("a", labels: "app: y");

        Assert.Equal(["ADDED a", "MODIFIED a", "DELETED a"], await watch.TakeAsync(3));
    }

    [Fact]
    public async Task Watch_Timeout_EndsWithABookmarkWhenAllowed()
    {
        await using var watch = await WatchReader.OpenAsync(_client, Maps + "&allowWatchBookmarks=true&timeoutSeconds=5");
        Put("a");
        var added = await watch.TakeAsync(1);
        _time.Advance(TimeSpan.FromSeconds(5));
        var rest = await watch.RestAsync();

        Assert.Equal(["ADDED a"], added);
        var bookmark = Assert.Single(rest);
        Assert.Equal("BOOKMARK", bookmark.Text("type"));
        Assert.Equal(_server.Store.ResourceVersion.ToString(), bookmark.Object("object")!.Metadata().Text("resourceVersion"));
    }

    [Fact]
    public async Task Watch_Timeout_NoBookmarkUnlessAllowed()
    {
        await using var watch = await WatchReader.OpenAsync(_client, $"{Maps}&resourceVersion={_server.Store.ResourceVersion}&timeoutSeconds=5");
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Empty(await watch.RestAsync());
    }

    [Fact]
    public async Task Watch_SendBookmarks_OnlyToThoseWhoAllowThem()
    {
        var version = _server.Store.ResourceVersion;
        await using var with = await WatchReader.OpenAsync(_client, $"{Maps}&resourceVersion={version}&allowWatchBookmarks=true");
        await using var without = await WatchReader.OpenAsync(_client, $"{Maps}&resourceVersion={version}");
        _server.SendBookmarks();
        Put("a");

        Assert.Equal(["BOOKMARK", "ADDED a"], await with.TakeAsync(2));
        Assert.Equal(["ADDED a"], await without.TakeAsync(1));
    }

    [Fact]
    public async Task Watch_FutureVersion_WaitsForIt()
    {
        await using var watch = await WatchReader.OpenAsync(_client, $"{Maps}&resourceVersion={_server.Store.ResourceVersion + 1}");
        Put("a");
        Put("b");

        Assert.Equal(["ADDED b"], await watch.TakeAsync(1));
    }

    [Fact]
    public async Task Watch_SendInitialEvents_ListEndsWithTheAnnotatedBookmark()
    {
        Put("a");
        await using var watch = await WatchReader.OpenAsync(
            _client, Maps + "&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true");

        Assert.Equal(["ADDED a"], await watch.TakeAsync(1));
        var end = (await watch.NextAsync())!;
        Assert.Equal("BOOKMARK", end.Text("type"));
        Assert.Equal("true", end.Object("object")!.Metadata().Object("annotations")!.Text("k8s.io/initial-events-end"));
    }

    [Fact]
    public async Task Watch_Protobuf_SendsFrames()
    {
        using var response = await _client.RawAsync(
            HttpMethod.Get,
            "/api/v1/namespaces?watch=1&timeoutSeconds=5&allowWatchBookmarks=true",
            accept: "application/vnd.kubernetes.protobuf");
        _time.Advance(TimeSpan.FromSeconds(5));
        var frames = WireText.Frames(await response.Content.ReadAsByteArrayAsync()).ToArray();

        Assert.Equal("application/vnd.kubernetes.protobuf", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(["ADDED", "ADDED", "ADDED", "ADDED", "BOOKMARK"], frames.Select(f => f.Type));
        Assert.Contains("default", WireText.Describe(frames[0].Object), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_CustomResource_IsServedOnceDefined()
    {
        _server.Store.ApplyYaml(
            """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: things.test.io}
            spec:
              group: test.io
              scope: Namespaced
              names: {plural: things, singular: thing, kind: Thing}
              versions: [{name: v1, served: true, storage: true}]
            """);
        await using var watch = await WatchReader.OpenAsync(_client, "/apis/test.io/v1/things?watch=1");
        _server.Store.ApplyYaml("{apiVersion: test.io/v1, kind: Thing, metadata: {name: t, namespace: default}}");

        var added = (await watch.NextAsync())!;
        Assert.Equal("ADDED t", WatchReader.Describe(added));
        Assert.Equal("Thing", added.Object("object")!.Text("kind"));
    }

    private void Put(string name, string value = "0", string labels = "") =>
        _server.Store.ApplyYaml($"{{apiVersion: v1, kind: ConfigMap, metadata: {{name: {name}, namespace: default, labels: {{{labels}}}}}, data: {{v: \"{value}\"}}}}");
}
