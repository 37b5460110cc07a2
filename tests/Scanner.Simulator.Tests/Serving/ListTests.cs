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
        Assert.Contains(
            "406: Not Acceptable\\n\\nAvailable representations: application/json, application/yaml, application/vnd.kubernetes.protobuf, application/json;stream=watch, ",
            await response.Content.ReadAsStringAsync(),
            StringComparison.Ordinal);
    }

    /// <summary>As the real server of 1.36 answers about one object.</summary>
    [Theory]
    [InlineData("application/json;q=0.1, application/vnd.kubernetes.protobuf", "application/vnd.kubernetes.protobuf")]
    [InlineData("application/vnd.kubernetes.protobuf;q=0.5, application/json;q=0.6", "application/json")]
    [InlineData("application/json;q=0", "application/json")]
    [InlineData("text/html, */*;q=0.1", "application/json")]
    [InlineData("application/json;q=abc", "application/json")]
    [InlineData("application/json; charset=utf-8", "application/json")]
    [InlineData("application/json;as=Foo;v=v1;g=meta.k8s.io", "only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf")]
    [InlineData("application/json;as=Table", "only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf")]
    [InlineData("application/json;as=Table;v=v2;g=meta.k8s.io", "only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf")]
    [InlineData("application/*", "406: Not Acceptable")]
    [InlineData("APPLICATION/JSON", "406: Not Acceptable")]
    [InlineData("garbage", "406: Not Acceptable")]
    [InlineData(",", "406: Not Acceptable")]
    public async Task Get_AcceptHeader_IsReadAsByTheRealServer(string accept, string expected)
    {
        using var response = await _client.RawAsync(HttpMethod.Get, "/api/v1/namespaces/default", accept: accept);
        var body = await response.Content.ReadAsStringAsync();
        Assert.Contains(expected, response.IsSuccessStatusCode ? response.Content.Headers.ContentType!.ToString() : body, StringComparison.Ordinal);
        Assert.Equal(expected.StartsWith("application/", StringComparison.Ordinal) ? HttpStatusCode.OK : HttpStatusCode.NotAcceptable, response.StatusCode);
    }

    [Theory]
    [InlineData("/version", "application/vnd.kubernetes.protobuf", 406, "Available representations: application/json\"")]
    [InlineData("/api", "text/plain", 406, "Available representations: application/json, application/yaml, application/vnd.kubernetes.protobuf\"")]
    [InlineData("/readyz", "foo/bar", 200, "ok")]
    [InlineData("/api/v1/nosuch", "text/plain", 404, "the server could not find the requested resource")]
    [InlineData("/api/v1/namespaces/nope", "text/plain", 406, "Available representations")]
    [InlineData("//api/v1/namespaces/default", "*/*", 404, "404 page not found")]
    [InlineData("//", "*/*", 404, "404 page not found")]
    [InlineData("/api/v1//namespaces/default", "*/*", 404, "the server could not find the requested resource")]
    [InlineData("/api/v1/namespaces/default//pods", "*/*", 404, "the server could not find the requested resource")]
    [InlineData("/apis/apps//v1", "*/*", 404, "")]
    [InlineData("/api/v1/namespaces/default/", "*/*", 200, "\"default\"")]
    [InlineData("/api/v1/namespaces/default/pods//", "*/*", 200, "PodList")]
    public async Task Get_OddPathOrType_IsAnsweredAsByTheRealServer(string path, string accept, int code, string expected)
    {
        var url = path.StartsWith("//", StringComparison.Ordinal) ? _server.Url.GetLeftPart(UriPartial.Authority) + path : path;
        using var response = await _client.RawAsync(HttpMethod.Get, url, accept: accept);
        Assert.Equal(code, (int)response.StatusCode);
        Assert.Contains(expected, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Names(JsonObject list) => list.Objects("items").Select(i => $"{i.Namespace()}/{i.Name()}");
}
