using System.Net;
using Microsoft.Extensions.Time.Testing;
using Scanner.Simulator.Objects;

namespace Scanner.Simulator.Tests.Serving;

public sealed class WriteTests : IAsyncLifetime
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";
    private readonly FakeTimeProvider _time = new();
    private SimulatedApiServer _server = null!;
    private ApiClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await SimulatedApiServer.StartAsync(new SimulatorOptions { TimeProvider = _time });
        _client = new ApiClient(_server);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Create_GenerateName_AddsFiveCharacters()
    {
        var (status, created) = await _client.PostAsync(Maps, """{"metadata":{"generateName":"x-"}}""");

        Assert.Equal(201, status);
        Assert.Matches("^x-[a-z0-9]{5}$", created.Name());
        Assert.Equal(created.Metadata().Text("resourceVersion"), _server.Store.ResourceVersion.ToString());
    }

    [Theory]
    [InlineData("/api/v1/namespaces/ghost/configmaps", """{"metadata":{"name":"x"}}""", 404, "namespaces \"ghost\" not found")]
    [InlineData(Maps, """{"metadata":{}}""", 422, "ConfigMap \"\" is invalid: metadata.name: Required value: name or generateName is required")]
    [InlineData(Maps, """{"metadata":{"name":"x","namespace":"other"}}""", 400, "the namespace of the provided object does not match the namespace sent on the request")]
    [InlineData(Maps, "no json", 400, null)]
    public async Task Create_BadRequest_IsRefused(string path, string body, int expected, string? message)
    {
        var (status, answer) = await _client.PostAsync(path, body);

        Assert.Equal(expected, status);
        Assert.Equal(message ?? answer.Text("message"), answer.Text("message"));
    }

    /// <summary>The storage refuses it, which a dry run does not reach.</summary>
    [Theory]
    [InlineData("", 500, "")]
    [InlineData("?dryRun=All", 201, "abc")]
    public async Task Create_WithAVersion_IsRefusedByTheStorageOnly(string query, int expected, string version)
    {
        var (status, answer) = await _client.PostAsync(Maps + query, """{"metadata":{"name":"x","resourceVersion":"abc"}}""");

        Assert.Equal(expected, status);
        Assert.Equal(version, answer.Metadata().Text("resourceVersion") ?? "");
        if (expected == 500)
            Assert.Equal("resourceVersion should not be set on objects to be created", answer.Text("message"));
    }

    [Fact]
    public async Task Create_DryRun_StoresNothing()
    {
        var before = _server.Store.Snapshot();

        var (status, created) = await _client.PostAsync(Maps + "?dryRun=All", """{"metadata":{"name":"x"}}""");

        Assert.Equal(201, status);
        Assert.Null(created.Metadata().Text("resourceVersion"));
        Assert.Equal(before, _server.Store.Snapshot());
    }

    [Fact]
    public async Task Update_OutdatedVersion_Conflict()
    {
        var (_, created) = await _client.PostAsync(Maps, """{"metadata":{"name":"x"},"data":{"a":"1"}}""");
        await _client.PatchAsync(Maps + "/x", "merge", """{"data":{"a":"2"}}""");
        created["data"]!["a"] = "3";

        var (status, answer) = await _client.PutAsync(Maps + "/x", created.ToJsonString());

        Assert.Equal(409, status);
        Assert.Equal("Conflict", answer.Text("reason"));
    }

    [Fact]
    public async Task Patch_WithoutChange_KeepsTheVersion()
    {
        var (_, created) = await _client.PostAsync(Maps, """{"metadata":{"name":"x"},"data":{"a":"1"}}""");
        _time.Advance(TimeSpan.FromMinutes(1));

        var (_, patched) = await _client.PatchAsync(Maps + "/x", "merge", """{"data":{"a":"1"}}""");

        Assert.Equal(created.ToJsonString(), patched.ToJsonString());
    }

    [Fact]
    public async Task Patch_Kinds_ChangeTheObject()
    {
        await _client.PostAsync(Maps, """{"metadata":{"name":"x"},"data":{"a":"1","b":"1"}}""");

        await _client.PatchAsync(Maps + "/x", "merge", """{"data":{"a":null,"c":"1"}}""");
        await _client.PatchAsync(Maps + "/x", "json", """[{"op":"test","path":"/data/b","value":"1"},{"op":"replace","path":"/data/b","value":"2"}]""");
        var (_, last) = await _client.PatchAsync(Maps + "/x", "strategic", """{"data":{"d":"1"}}""");

        Assert.Equal(["b=2", "c=1", "d=1"], last.Object("data")!.Select(d => $"{d.Key}={d.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Patch_FailingTest_422()
    {
        await _client.PostAsync(Maps, """{"metadata":{"name":"x"},"data":{"a":"1"}}""");

        var (status, answer) = await _client.PatchAsync(Maps + "/x", "json", """[{"op":"test","path":"/data/a","value":"2"}]""");

        Assert.Equal(422, status);
        Assert.Equal("Invalid", answer.Text("reason"));
    }

    [Fact]
    public async Task Apply_FieldNoLongerListed_IsRemoved()
    {
        const string Path = Maps + "/x?fieldManager=m";
        await _client.PatchAsync(Path, "apply", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x"},"data":{"a":"1","b":"1"}}""");
        await _client.PatchAsync(Maps + "/x?fieldManager=other", "merge", """{"data":{"c":"1"}}""");

        var (status, applied) = await _client.PatchAsync(Path, "apply", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x"},"data":{"a":"1"}}""");

        Assert.Equal(200, status);
        Assert.Equal("""{"a":"1","c":"1"}""", applied["data"]!.ToJsonString());
    }

    [Fact]
    public async Task Apply_WithoutManager_422()
    {
        var (status, answer) = await _client.PatchAsync(Maps + "/x", "apply", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x"}}""");

        Assert.Equal(422, status);
        Assert.Equal("PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch", answer.Text("message"));
    }

    [Fact]
    public async Task Delete_ScheduledPod_StaysForItsGracePeriod()
    {
        _server.Store.ApplyYaml("{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: default}, spec: {nodeName: n, terminationGracePeriodSeconds: 9}}");

        var (_, marked) = await _client.DeleteAsync("/api/v1/namespaces/default/pods/p");
        var (stays, _) = await _client.GetAsync("/api/v1/namespaces/default/pods/p");
        await _client.DeleteAsync("/api/v1/namespaces/default/pods/p?gracePeriodSeconds=0");
        var (gone, _) = await _client.GetAsync("/api/v1/namespaces/default/pods/p");

        Assert.Equal(9, marked.Metadata().Number("deletionGracePeriodSeconds"));
        Assert.Equal((200, 404), (stays, gone));
    }

    [Fact]
    public async Task Delete_WithFinalizer_GoesWhenThatGoes()
    {
        await _client.PostAsync(Maps, """{"metadata":{"name":"x","finalizers":["a/b"]}}""");

        var (_, marked) = await _client.DeleteAsync(Maps + "/x");
        var (stays, _) = await _client.GetAsync(Maps + "/x");
        await _client.PatchAsync(Maps + "/x", "merge", """{"metadata":{"finalizers":null}}""");
        var (gone, _) = await _client.GetAsync(Maps + "/x");

        Assert.NotNull(marked.Metadata().Text("deletionTimestamp"));
        Assert.Equal((200, 404), (stays, gone));
    }

    [Fact]
    public async Task Delete_Namespace_TakesItsContent()
    {
        await _client.PostAsync("/api/v1/namespaces", """{"metadata":{"name":"n"}}""");
        await _client.PostAsync("/api/v1/namespaces/n/configmaps", """{"metadata":{"name":"x"}}""");

        var (status, terminating) = await _client.DeleteAsync("/api/v1/namespaces/n");
        var (_, maps) = await _client.GetAsync("/api/v1/configmaps?fieldSelector=metadata.namespace%3Dn");
        var (ns, _) = await _client.GetAsync("/api/v1/namespaces/n");

        Assert.Equal(200, status);
        Assert.Equal("Terminating", terminating.Object("status")!.Text("phase"));
        Assert.Empty(maps.Objects("items"));
        Assert.Equal(404, ns);
    }

    [Fact]
    public async Task Delete_Collection_TakesTheSelected()
    {
        await _client.PostAsync(Maps, """{"metadata":{"name":"x","labels":{"a":"1"}}}""");
        await _client.PostAsync(Maps, """{"metadata":{"name":"y"}}""");

        await _client.DeleteAsync(Maps + "?labelSelector=a%3D1");
        var (_, left) = await _client.GetAsync(Maps);

        Assert.Equal(["y"], left.Objects("items").Select(i => i.Name()));
    }

    [Fact]
    public async Task Status_MainAndSubresource_ChangeOnlyTheirPart()
    {
        const string Path = "/apis/apps/v1/namespaces/default/deployments";
        const string Template = """{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}""";
        await _client.PostAsync(Path, """{"metadata":{"name":"d"},"spec":{"replicas":1,"selector":{"matchLabels":{"a":"b"}},"template":""" + Template + "}}");

        await _client.PatchAsync(Path + "/d", "merge", """{"spec":{"replicas":2},"status":{"replicas":5}}""");
        var (_, last) = await _client.PatchAsync(Path + "/d/status", "merge", """{"spec":{"replicas":3},"status":{"replicas":2}}""");

        Assert.Equal(2, last.Object("spec")!.Number("replicas"));
        Assert.Equal("""{"replicas":2}""", last["status"]!.ToJsonString());
        Assert.Equal(2, last.Metadata().Number("generation"));
    }

    [Theory]
    [InlineData("POST", "/api/v1/namespaces/default/configmaps/x", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/api/v1/namespaces/default/pods/x/exec", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/api/v1/namespaces/default/pods/x/unknown", HttpStatusCode.NotFound)]
    [InlineData("PUT", "/version", HttpStatusCode.MethodNotAllowed)]
    public async Task Send_UnsupportedMethod_IsRefused(string method, string path, HttpStatusCode expected)
    {
        using var response = await _client.RawAsync(new HttpMethod(method), path, "{}", "application/json");

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Token_OfAServiceAccount_Authenticates()
    {
        var (status, request) = await _client.PostAsync("/api/v1/namespaces/default/serviceaccounts/default/token", """{"spec":{"audiences":["x"]}}""");
        using var account = new ApiClient(_server, request.Object("status")!.Text("token"));

        var (_, review) = await account.PostAsync("/apis/authentication.k8s.io/v1/selfsubjectreviews", "{}");

        Assert.Equal(201, status);
        Assert.Equal("system:serviceaccount:default:default", review.Object("status")!.Object("userInfo")!.Text("username"));
    }
}
