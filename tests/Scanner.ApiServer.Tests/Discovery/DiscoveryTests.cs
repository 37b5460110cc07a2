using System.Text.Json;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Discovery;
using Scanner.ApiServer.Tests.Transport;
using Scanner.Fixtures;

namespace Scanner.ApiServer.Tests.Discovery;

/// <summary>Discovery as servers from 1.25 to 1.36 answered it.</summary>
public sealed class DiscoveryTests : IDisposable
{
    private readonly TestClient _client = new();

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData("v1.36.2", "1", "36", 1, 36)]
    [InlineData("v1.28.5-gke.1", "1", "28+", 1, 28)]
    [InlineData("v0.0.0-master", "", "", 0, 0)]
    [InlineData("odd", "one", "-1", 0, 0)]
    public async Task GetVersion_AnyServer_IsReadAsNumbers(string git, string major, string minor, int expectedMajor, int expectedMinor)
    {
        _client.Server.Then(Reply.Json(200, $$"""{"minor":"{{minor}}","emulationMinor":"3","major":"{{major}}","gitVersion":"{{git}}","platform":"linux/amd64"}"""));
        Assert.Equal(new ServerVersion(git, expectedMajor, expectedMinor), Value(await _client.Kubernetes.GetVersionAsync(default)));
        Assert.Equal(["GET /version"], _client.Server.Lines);
        Assert.Equal("application/json", _client.Server.Requests[0].Header("Accept"));
    }

    [Fact]
    public async Task GetVersion_Recorded_IsTheServers()
    {
        _client.Server.Then(Reply.Recorded("kubernetes-1.36/discovery/version.json"));
        Assert.Equal(new ServerVersion("v1.36.2", 1, 36), Value(await _client.Kubernetes.GetVersionAsync(default)));
    }

    [Theory]
    [InlineData("1.25", "v1beta2 v1beta1")]
    [InlineData("1.28", "v1beta3 v1beta2")]
    [InlineData("1.30", "v1 v1beta3")]
    [InlineData("1.36", "v1")]
    public async Task GetGroups_Recorded_AreAllThereInTheServersOrder(string version, string flowControl)
    {
        _client.Server.Then(Reply.Recorded($"kubernetes-{version}/discovery/apis.json"));
        var groups = Value(await _client.Kubernetes.GetGroupsAsync(default));
        var expected = Body(version, "apis.json").GetProperty("groups").EnumerateArray()
            .Select(g => $"{g.GetProperty("name").GetString()}: {string.Join(' ', g.GetProperty("versions").EnumerateArray().Select(v => v.GetProperty("version").GetString()))}");
        Assert.Equal(expected, groups.Select(g => $"{g.Name}: {string.Join(' ', g.Versions)}"));
        Assert.Equal(flowControl, string.Join(' ', groups.Single(g => g.Name == "flowcontrol.apiserver.k8s.io").Versions));
        Assert.Equal(["GET /apis"], _client.Server.Lines);
    }

    [Theory]
    [InlineData("1.25")]
    [InlineData("1.28")]
    [InlineData("1.30")]
    [InlineData("1.36")]
    public async Task GetResources_RecordedCoreGroup_HasEphemeralContainers(string version)
    {
        _client.Server.Then(Reply.Recorded($"kubernetes-{version}/discovery/api-v1.json"));
        var resources = Value(await _client.Kubernetes.GetResourcesAsync("", "v1", default));
        Assert.Equal(Body(version, "api-v1.json").GetProperty("resources").GetArrayLength(), resources.Length);
        var found = resources.Single(r => r.Name == "pods/ephemeralcontainers");
        Assert.Equal(("Pod", true, "get patch update"), (found.Kind, found.Namespaced, string.Join(' ', found.Verbs)));
        Assert.False(resources.Single(r => r.Name == "nodes").Namespaced);
        Assert.Equal(["GET /api/v1"], _client.Server.Lines);
    }

    [Fact]
    public async Task GetResources_RecordedNamedGroup_IsRead()
    {
        _client.Server.Then(Reply.Recorded("kubernetes-1.36/discovery/apis-rbac.json"));
        var resources = Value(await _client.Kubernetes.GetResourcesAsync("rbac.authorization.k8s.io", "v1", default));
        Assert.Equal(["clusterrolebindings", "clusterroles", "rolebindings", "roles"], resources.Select(r => r.Name).Order());
        Assert.Equal(["GET /apis/rbac.authorization.k8s.io/v1"], _client.Server.Lines);
    }

    [Theory]
    [InlineData("kubernetes-1.36/discovery/group-absent.json")]
    [InlineData("kubernetes-1.25/discovery/apis-admissionregistration-v1alpha1.json")]
    [InlineData("kubernetes-1.28/discovery/apis-admissionregistration-v1beta1.json")]
    public async Task GetResources_GroupOrVersionAbsent_IsNotServed(string recording)
    {
        _client.Server.Then(Reply.Recorded(recording));
        var answer = await _client.Kubernetes.GetResourcesAsync("admissionregistration.k8s.io", "v1beta1", default);
        Assert.True(Assert.IsType<ApiAnswer<System.Collections.Immutable.ImmutableArray<ApiResource>>.Refused>(answer).Status.IsNotServed);
    }

    [Fact]
    public async Task GetGroupsAndResources_NullsInside_AreAsGoodAsAbsent()
    {
        _client.Server.Then(Reply.Json(200, """{"groups":[null,{"name":null,"versions":[null,{"version":null},{"version":"v1"}]},{}]}"""));
        Assert.Equal([": v1", ": "], Value(await _client.Kubernetes.GetGroupsAsync(default)).Select(g => $"{g.Name}: {string.Join(' ', g.Versions)}"));
        _client.Server.Then(Reply.Json(200, """{"resources":[null,{"name":"a","verbs":[null,"get"]},{"verbs":null}]}"""));
        var resources = Value(await _client.Kubernetes.GetResourcesAsync("g", "v1", default));
        Assert.Equal(["a: get", ": "], resources.Select(r => $"{r.Name}: {string.Join(' ', r.Verbs)}"));
        _client.Server.Then(Reply.Json(200, "{}"));
        Assert.Empty(Value(await _client.Kubernetes.GetGroupsAsync(default)));
    }

    private static T Value<T>(ApiAnswer<T> answer) => Assert.IsType<ApiAnswer<T>.Ok>(answer).Value;

    private static JsonElement Body(string version, string file)
    {
        using var recording = JsonDocument.Parse(File.ReadAllBytes(Fixture.PathOf("recordings", $"kubernetes-{version}", "discovery", file)));
        return recording.RootElement.GetProperty("response").GetProperty("body").Clone();
    }
}
