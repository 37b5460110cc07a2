using Scanner.Simulator.Faults;

namespace Scanner.Simulator.Tests.Serving;

public sealed class OpenRequestTests : IAsyncLifetime
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private SimulatedApiServer _server = null!;
    private HttpClient _http = null!;

    public async Task InitializeAsync()
    {
        _server = await SimulatedApiServer.StartAsync();
        _http = _server.CreateClient();
        _http.DefaultRequestHeaders.Add("Audit-ID", "one");
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Find_HeldRequest_IsHeldUntilItIsReleasedAndGoneOnceAnswered()
    {
        Assert.Null(_server.Find("one"));
        var fault = _server.Faults.Add(new Fault { Kind = FaultKind.Hold });
        var answer = _http.GetAsync("/api/v1/namespaces");
        await UntilAsync(() => _server.Find("one") is { IsHeld: true });
        Assert.Null(_server.Find("two"));
        fault.Release();
        (await answer).Dispose();
        await UntilAsync(() => _server.Find("one") is null);
    }

    [Fact]
    public async Task Find_Watch_IsIdleOnceItHasSentWhatItCounts()
    {
        using var response = await _http.GetAsync("/api/v1/namespaces?watch=1", HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        await UntilAsync(() => _server.Find("one") is { IsIdle: true, BytesSent: > 0 });
        var sent = _server.Find("one")!.BytesSent;
        await body.ReadExactlyAsync(new byte[sent]);
        _server.Store.ApplyYaml("""
            {apiVersion: v1, kind: Namespace, metadata: {name: fresh}}
            """);
        await UntilAsync(() => _server.Find("one") is { IsIdle: true } open && open.BytesSent > sent);
        await body.ReadExactlyAsync(new byte[_server.Find("one")!.BytesSent - sent]);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(s_patience, TimeProvider.System);
        while (!condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
