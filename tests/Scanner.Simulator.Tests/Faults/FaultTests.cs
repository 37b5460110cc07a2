using System.Net;
using System.Text.Json;
using Scanner.Simulator.Faults;
using Scanner.Simulator.Objects;
using Scanner.Simulator.Tests.Serving;

namespace Scanner.Simulator.Tests.Faults;

public sealed class FaultTests : IAsyncLifetime
{
    private const string Path = "/api/v1/namespaces";
    private SimulatedApiServer _server = null!;
    private ApiClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await SimulatedApiServer.StartAsync();
        _client = new ApiClient(_server);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task TooManyRequests_Twice_PlainTextThenNormal()
    {
        var fault = _server.Faults.Add(new Fault { Kind = FaultKind.TooManyRequests, Times = 2, When = r => r.Path == Path });

        using var first = await _client.RawAsync(HttpMethod.Get, Path);
        using var second = await _client.RawAsync(HttpMethod.Get, Path);
        using var third = await _client.RawAsync(HttpMethod.Get, Path);

        Assert.Equal([429, 429, 200], new[] { first, second, third }.Select(r => (int)r.StatusCode));
        Assert.Equal("1", first.Headers.GetValues("Retry-After").Single());
        Assert.Equal("text/plain", first.Content.Headers.ContentType!.MediaType);
        Assert.Equal(2, fault.Hits);
    }

    [Fact]
    public async Task TooManyRequestsStatus_NamesTheSecondsTwice()
    {
        _server.Faults.Add(new Fault { Kind = FaultKind.TooManyRequestsStatus, RetryAfterSeconds = 7 });

        using var response = await _client.RawAsync(HttpMethod.Get, Path);
        var body = JsonText.ParseObject(await response.Content.ReadAsByteArrayAsync());

        Assert.Equal("7", response.Headers.GetValues("Retry-After").Single());
        Assert.Equal(7, body.Object("details")!.Number("retryAfterSeconds"));
    }

    [Fact]
    public async Task ServerError_AnswersTheStatus()
    {
        _server.Faults.Add(new Fault { Kind = FaultKind.ServerError, StatusCode = 504, Message = "Timeout: request did not complete" });

        var (status, body) = await _client.GetAsync(Path);

        Assert.Equal(504, status);
        Assert.Equal("Timeout", body.Text("reason"));
    }

    [Fact]
    public async Task ConnectionReset_NoAnswerThenANewConnectionWorks()
    {
        _server.Faults.Add(new Fault { Kind = FaultKind.ConnectionReset });

        await Assert.ThrowsAsync<HttpRequestException>(() => _client.GetAsync(Path));
        var (status, _) = await _client.GetAsync(Path);

        Assert.Equal(200, status);
    }

    [Fact]
    public async Task Hold_WaitsUntilReleased()
    {
        var fault = _server.Faults.Add(new Fault { Kind = FaultKind.Hold });

        var answer = _client.GetAsync(Path);
        await fault.Reached;
        var before = answer.IsCompleted;
        fault.Release();

        Assert.False(before);
        Assert.Equal(200, (await answer).Status);
    }

    [Fact]
    public async Task Freeze_HangsThatUserOnly()
    {
        var fault = _server.Faults.Freeze("alice");
        using var alice = new ApiClient(_server, "alice-token");

        var hanging = alice.GetAsync(Path);
        await fault.Reached;
        var (status, _) = await _client.GetAsync(Path);
        var before = hanging.IsCompleted;
        _server.Faults.Remove(fault);

        Assert.Equal(200, status);
        Assert.False(before);
        Assert.Equal(403, (await hanging).Status);
    }

    [Fact]
    public async Task BadJson_CannotBeParsed()
    {
        _server.Faults.Add(new Fault { Kind = FaultKind.BadJson });

        using var response = await _client.RawAsync(HttpMethod.Get, Path);
        var body = await response.Content.ReadAsByteArrayAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.ThrowsAny<JsonException>(() => JsonText.ParseObject(body));
    }

    [Fact]
    public async Task Truncated_BodyEndsEarly()
    {
        _server.Faults.Add(new Fault { Kind = FaultKind.Truncated });

        await Assert.ThrowsAnyAsync<Exception>(() => _client.GetAsync(Path));
        Assert.Equal(200, (await _client.GetAsync(Path)).Status);
    }

    [Fact]
    public async Task CloseConnection_AnswersAndTheNextRequestStillWorks()
    {
        _server.Faults.Add(new Fault { Kind = FaultKind.CloseConnection });

        Assert.Equal(200, (await _client.GetAsync(Path)).Status);
        Assert.Equal(200, (await _client.GetAsync(Path)).Status);
    }

    [Fact]
    public async Task ExpiredContinue_GivesATokenThatGoesOn()
    {
        var (_, first) = await _client.GetAsync(Path + "?limit=1");
        _server.Faults.Add(new Fault { Kind = FaultKind.ExpiredContinue });
        var token = first.Object("metadata")!.Text("continue");

        var (status, expired) = await _client.GetAsync($"{Path}?limit=1&continue={token}");
        var (resumed, _) = await _client.GetAsync($"{Path}?limit=1&continue={expired.Object("metadata")!.Text("continue")}");

        Assert.Equal(410, status);
        Assert.Equal(200, resumed);
    }

    [Fact]
    public async Task ExpiredWatch_IsAnHttp410()
    {
        _server.Faults.Add(new Fault { Kind = FaultKind.ExpiredWatch });

        var (status, body) = await _client.GetAsync(Path + "?watch=1&resourceVersion=5");

        Assert.Equal(410, status);
        Assert.Equal("Expired", body.Text("reason"));
    }

    [Fact]
    public async Task ExpiredWatchEvent_IsAnErrorEvent()
    {
        _server.Faults.Add(new Fault { Kind = FaultKind.ExpiredWatchEvent });

        await using var watch = await WatchReader.OpenAsync(_client, Path + "?watch=1&resourceVersion=5");
        var events = await watch.RestAsync();

        Assert.Equal("ERROR", Assert.Single(events).Text("type"));
    }

    [Theory]
    [InlineData(FaultKind.LoseEvents, "ADDED b ADDED c")]
    [InlineData(FaultKind.DuplicateEvents, "ADDED a ADDED a ADDED b ADDED c")]
    [InlineData(FaultKind.ReorderEvents, "ADDED b ADDED a ADDED c")]
    public async Task EventFault_TouchesTheFirstEvent(FaultKind kind, string expected)
    {
        _server.Faults.Add(new Fault { Kind = kind, When = r => r.IsWatch });
        await using var watch = await WatchReader.OpenAsync(_client, $"{Path}?watch=1&resourceVersion={_server.Store.ResourceVersion}");
        foreach (var name in new[] { "a", "b", "c" })
            _server.Store.ApplyYaml($"{{apiVersion: v1, kind: Namespace, metadata: {{name: {name}}}}}");

        Assert.Equal(expected, string.Join(' ', await watch.TakeAsync(expected.Split(' ').Length / 2)));
    }

    [Theory]
    [InlineData(FaultKind.BadJson)]
    [InlineData(FaultKind.Truncated)]
    public async Task BodyFault_OnAWatch_BreaksAnEvent(FaultKind kind)
    {
        _server.Faults.Add(new Fault { Kind = kind });
        await using var watch = await WatchReader.OpenAsync(_client, Path + "?watch=1");

        await Assert.ThrowsAnyAsync<Exception>(watch.RestAsync);
    }
}
