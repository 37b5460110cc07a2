using Scanner.Simulator.Faults;
using Scanner.Simulator.Objects;
using Scanner.Simulator.Tests.Serving;

namespace Scanner.Simulator.Tests.Faults;

/// <summary>What a server does in its first second, and what stands between it and us.</summary>
public sealed class ProxyFaultTests : IAsyncLifetime
{
    private const string Path = "/api/v1/namespaces";
    private const string StreamedList = "?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&timeoutSeconds=1";

    private SimulatedApiServer _server = null!;
    private ApiClient _admin = null!;

    public async Task InitializeAsync()
    {
        _server = await SimulatedApiServer.StartAsync();
        _admin = new ApiClient(_server);
    }

    public async Task DisposeAsync()
    {
        _admin.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task NoRoles_RefusesAllButMasters()
    {
        _server.Store.ApplyYaml("""
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: alice}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
            subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: alice}]
            """);
        using var alice = new ApiClient(_server, "alice-token");
        var fault = _server.Faults.Add(new Fault { Kind = FaultKind.NoRoles, Times = int.MaxValue });
        var (code, body) = await alice.GetAsync(Path);
        Assert.Equal((403, "Forbidden"), (code, body.Text("reason")));
        Assert.Equal(403, (await alice.GetAsync("/apis")).Status);
        Assert.Equal(200, (await _admin.GetAsync(Path)).Status);
        _server.Faults.Remove(fault);
        Assert.Equal(200, (await alice.GetAsync(Path)).Status);
    }

    [Fact]
    public async Task FewGroups_NamesOne()
    {
        _server.Faults.Add(new Fault { Kind = FaultKind.FewGroups, When = r => r.Path == "/apis" });
        Assert.Single((await _admin.GetAsync("/apis")).Body["groups"]!.AsArray());
        Assert.True((await _admin.GetAsync("/apis")).Body["groups"]!.AsArray().Count > 1);
    }

    [Fact]
    public async Task ProxyNotFound_IsPlainText()
    {
        _server.Faults.Add(new Fault { Kind = FaultKind.ProxyNotFound, Message = "404 page not found" });
        using var response = await _admin.RawAsync(HttpMethod.Get, Path);
        Assert.Equal((404, "404 page not found\n"), ((int)response.StatusCode, await response.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task EmptyAnswer_IsASuccessWithoutABody()
    {
        _server.Faults.Add(new Fault { Kind = FaultKind.EmptyAnswer });
        using var response = await _admin.RawAsync(HttpMethod.Get, Path + "?watch=1");
        Assert.Equal((200, ""), ((int)response.StatusCode, await response.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task FailureInSuccess_IsAStatus()
    {
        _server.Faults.Add(new Fault { Kind = FaultKind.FailureInSuccess, StatusCode = 503 });
        var (code, body) = await _admin.GetAsync(Path);
        Assert.Equal((200, "Status", 503), (code, body.Text("kind"), body.Number("code")));
    }

    [Fact]
    public async Task OtherKind_IsAListOfSomethingElse()
    {
        _server.Faults.Add(new Fault { Kind = FaultKind.OtherKind });
        var (code, body) = await _admin.GetAsync(Path);
        Assert.Equal((200, "EventList"), (code, body.Text("kind")));
        Assert.NotEmpty(body["items"]!.AsArray());
    }

    [Fact]
    public async Task SilentAnswer_SendsHeadersAndNothingUntilReleased()
    {
        var fault = _server.Faults.Add(new Fault { Kind = FaultKind.SilentAnswer });
        using var response = await _admin.RawAsync(HttpMethod.Get, Path + "?watch=1");
        var rest = response.Content.ReadAsStringAsync();
        Assert.Equal(200, (int)response.StatusCode);
        Assert.False(rest.IsCompleted);
        fault.Release();
        Assert.Equal("", await rest);
    }

    [Fact]
    public async Task EndlessList_LacksItsBookmark()
    {
        _server.Faults.Add(new Fault { Kind = FaultKind.EndlessList });
        using var without = await _admin.RawAsync(HttpMethod.Get, Path + StreamedList);
        using var with = await _admin.RawAsync(HttpMethod.Get, Path + StreamedList);
        Assert.DoesNotContain("initial-events-end", await without.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("initial-events-end", await with.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
