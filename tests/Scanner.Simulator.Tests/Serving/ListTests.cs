using System.Net;
using System.Text.Json.Nodes;
using Scanner.Simulator.Objects;

namespace Scanner.Simulator.Tests.Serving;

public sealed class ListTests : IAsyncLifetime
{
    private SimulatedApiServer _server = null!;
    private ApiClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await SimulatedApiServer.StartAsync();
        _client = new ApiClient(_server);
        _server.Store.ApplyYaml(
            """
            {apiVersion: v1, kind: Namespace, metadata: {name: a}}
            ---
            {apiVersion: v1, kind: Namespace, metadata: {name: a-b}}
            ---
            {apiVersion: v1, kind: Pod, metadata: {name: one, namespace: a, labels: {app: x, tier: web}}, spec: {nodeName: n1}, status: {phase: Running}}
            ---
            {apiVersion: v1, kind: Pod, metadata: {name: two, namespace: a, labels: {app: y}}, spec: {nodeName: n2}, status: {phase: Pending}}
            ---
            {apiVersion: v1, kind: Pod, metadata: {name: three, namespace: a-b, labels: {app: z}}, status: {phase: Running}}
            """);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task List_AllNamespaces_IsInStorageOrder()
    {
        var (_, list) = await _client.GetAsync("/api/v1/pods");

        Assert.Equal(["a-b/three", "a/one", "a/two"], Names(list));
    }

    [Fact]
    public async Task List_NextPage_IsOfTheSameMoment()
    {
        var (_, first) = await _client.GetAsync("/api/v1/pods?limit=1");
        _server.Store.Delete("", "pods", "a", "two");
        _server.Store.ApplyYaml("{apiVersion: v1, kind: Pod, metadata: {name: late, namespace: a}}");

        var (_, second) = await _client.GetAsync("/api/v1/pods?limit=1&continue=" + first.Object("metadata")!.Text("continue"));
        var (_, third) = await _client.GetAsync("/api/v1/pods?limit=1&continue=" + second.Object("metadata")!.Text("continue"));

        Assert.Equal(["a-b/three", "a/one", "a/two"], Names(first).Concat(Names(second)).Concat(Names(third)));
        Assert.Equal(2, first.Object("metadata")!.Number("remainingItemCount"));
        Assert.Single(new[] { first, second, third }.Select(p => p.Object("metadata")!.Text("resourceVersion")).Distinct());
        Assert.Null(third.Object("metadata")!.Text("continue"));
    }

    [Fact]
    public async Task List_NamespacePage_StaysInTheNamespace()
    {
        var (_, first) = await _client.GetAsync("/api/v1/namespaces/a/pods?limit=1");
        var (_, second) = await _client.GetAsync("/api/v1/namespaces/a/pods?limit=1&continue=" + first.Object("metadata")!.Text("continue"));

        Assert.Equal(["a/one", "a/two"], Names(first).Concat(Names(second)));
    }

    [Fact]
    public async Task List_TokenAfterCompaction_ExpiredWithAnInconsistentToken()
    {
        var (_, first) = await _client.GetAsync("/api/v1/pods?limit=1");
        _server.Store.Compact();
        _server.Store.ApplyYaml("{apiVersion: v1, kind: Pod, metadata: {name: late, namespace: a}}");

        var (status, expired) = await _client.GetAsync("/api/v1/pods?limit=5&continue=" + first.Object("metadata")!.Text("continue"));
        var (_, rest) = await _client.GetAsync("/api/v1/pods?limit=5&continue=" + expired.Object("metadata")!.Text("continue"));

        Assert.Equal(410, status);
        Assert.Equal("Expired", expired.Text("reason"));
        Assert.Equal(["a/late", "a/one", "a/two"], Names(rest));
    }

    [Theory]
    [InlineData("labelSelector=app%3Dx", "a/one")]
    [InlineData("labelSelector=app+in+(x,z)", "a-b/three a/one")]
    [InlineData("labelSelector=app+notin+(x,z)", "a/two")]
    [InlineData("labelSelector=tier", "a/one")]
    [InlineData("labelSelector=!tier,app!%3Dz", "a/two")]
    [InlineData("fieldSelector=metadata.name%3Dtwo", "a/two")]
    [InlineData("fieldSelector=spec.nodeName%3Dn1", "a/one")]
    [InlineData("fieldSelector=status.phase!%3DRunning", "a/two")]
    [InlineData("fieldSelector=metadata.namespace%3Da,status.phase%3DRunning", "a/one")]
    public async Task List_Selector_SelectsExactlyThose(string query, string expected)
    {
        var (_, list) = await _client.GetAsync("/api/v1/pods?" + query);

        Assert.Equal(expected.Split(' '), Names(list));
    }

    [Theory]
    [InlineData("labelSelector=a+in+b", 400)]
    [InlineData("fieldSelector=spec.unknown%3Dx", 400)]
    [InlineData("limit=many", 400)]
    [InlineData("resourceVersion=old", 400)]
    public async Task List_BadParameter_IsRefused(string query, int expected)
    {
        var (status, body) = await _client.GetAsync("/api/v1/pods?" + query);

        Assert.Equal(expected, status);
        Assert.Equal("Status", body.Text("kind"));
    }

    [Fact]
    public async Task List_LimitWithSelector_OffersNoPageWithoutMatches()
    {
        var (_, list) = await _client.GetAsync("/api/v1/pods?limit=1&labelSelector=app%3Dx");

        Assert.Equal(["a/one"], Names(list));
        Assert.Null(list.Object("metadata")!.Text("continue"));
    }

    [Fact]
    public async Task List_LargeAnswer_IsCompressedWhenAskedFor()
    {
        for (var i = 0; i < 40; i++)
        {
            var map = new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "ConfigMap",
                ["metadata"] = new JsonObject { ["name"] = $"m{i}", ["namespace"] = "a" },
                ["data"] = new JsonObject { ["text"] = new string('x', 4000) },
            };
            _server.Store.Apply(map);
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/configmaps");
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        using var response = await _client.Http.SendAsync(request);
        await using var plain = new System.IO.Compression.GZipStream(await response.Content.ReadAsStreamAsync(), System.IO.Compression.CompressionMode.Decompress);
        var list = (JsonObject)(await JsonNode.ParseAsync(plain))!;

        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
        Assert.Equal(40, list.Objects("items").Count());
    }

    [Theory]
    [InlineData("/api/v1/pods", "application/vnd.kubernetes.protobuf, application/json", "application/vnd.kubernetes.protobuf")]
    [InlineData("/api/v1/configmaps", "application/vnd.kubernetes.protobuf, application/json", "application/json")]
    [InlineData("/api/v1/pods", "text/html, */*", "application/json")]
    public async Task List_AcceptHeader_FirstServedFormWins(string path, string accept, string expected)
    {
        using var response = await _client.RawAsync(HttpMethod.Get, path, accept: accept);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(expected, response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task List_NothingAcceptable_406()
    {
        using var response = await _client.RawAsync(HttpMethod.Get, "/api/v1/pods", accept: "text/html");

        Assert.Equal(HttpStatusCode.NotAcceptable, response.StatusCode);
    }

    private static IEnumerable<string> Names(JsonObject list) => list.Objects("items").Select(i => $"{i.Namespace()}/{i.Name()}");
}
