using Scanner.ApiServer.Answers;

namespace Scanner.ApiServer.Tests.Transport;

/// <summary>Time limits, and the caller who does not want to wait any longer.</summary>
public sealed class TimeLimitTests
{
    /// <summary>So that a call that ignores its caller fails the test instead of stopping it.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Send_AttemptTakesTooLong_IsATimeoutThatNamesTheCall()
    {
        using var client = new TestClient(o => o with { Retries = 0, RequestTimeout = TimeSpan.FromSeconds(2.5) });
        client.Server.ThenHangs();
        var failure = Failure(await client.RunAsync(() => client.GetAsync()));
        Assert.Equal(TransportFailureKind.Timeout, failure.Kind);
        Assert.Equal("no answer to GET /api/v1/namespaces/open/pods/web from https://server:6443 within 2.5 s", failure.Message);
    }

    [Fact]
    public async Task Send_ReadTakesTooLong_IsRepeated()
    {
        using var client = new TestClient(o => o with { RequestTimeout = TimeSpan.FromSeconds(5) });
        client.Server.ThenHangs().Then(Reply.Pod());
        Assert.IsType<ApiAnswer<string>.Ok>(await client.RunAsync(() => client.GetAsync()));
        Assert.InRange(client.Times.Last(), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(6));
    }

    [Fact]
    public async Task Send_DeadlinePasses_EndsAllAttempts()
    {
        using var client = new TestClient(o => o with { Retries = 100, RequestTimeout = TimeSpan.FromSeconds(10), Deadline = TimeSpan.FromSeconds(15) });
        client.Server.ThenHangs().ThenHangs().ThenAlways(Reply.Pod);
        var failure = Failure(await client.RunAsync(() => client.GetAsync()));
        Assert.Equal((TransportFailureKind.Timeout, true), (failure.Kind, failure.Message.EndsWith("within 15 s", StringComparison.Ordinal)));
        Assert.Equal(2, client.Server.Requests.Count);
    }

    [Fact]
    public async Task Send_GiveUpAfterInAPause_EndsThePause()
    {
        using var client = new TestClient(o => o with { Retries = 100, RequestTimeout = TimeSpan.FromSeconds(2), GiveUpAfter = TimeSpan.FromSeconds(2) });
        client.Server.ThenAlways(() => Reply.Text(503, "later").With("Retry-After", "20"));
        Assert.Equal(TransportFailureKind.Timeout, Failure(await client.RunAsync(() => client.GetAsync())).Kind);
        Assert.Single(client.Server.Requests);
    }

    [Fact]
    public async Task Send_GiveUpAfterHangingServer_IsOneAttempt()
    {
        using var client = new TestClient(o => o with { Retries = 100, RequestTimeout = TimeSpan.FromSeconds(2), GiveUpAfter = TimeSpan.FromSeconds(2) });
        client.Server.ThenHangs().ThenAlways(Reply.Pod);
        var failure = Failure(await client.RunAsync(() => client.GetAsync()));
        Assert.Equal((TransportFailureKind.Timeout, true), (failure.Kind, failure.Message.EndsWith("within 2 s", StringComparison.Ordinal)));
        Assert.Single(client.Server.Requests);
    }

    [Fact]
    public async Task Send_DeadlinePassesInAPause_EndsThePause()
    {
        using var client = new TestClient(o => o with { Deadline = TimeSpan.FromSeconds(15) });
        client.Server.ThenAlways(() => Reply.Text(429, "later").With("Retry-After", "20"));
        Assert.Equal(TransportFailureKind.Timeout, Failure(await client.RunAsync(() => client.GetAsync())).Kind);
        Assert.Single(client.Server.Requests);
    }

    [Fact]
    public async Task Send_DeadlinePassesBehindTheRateLimit_IsATimeout()
    {
        using var client = new TestClient(o => o with { RequestsPerSecond = 0.01, Burst = 1, Deadline = TimeSpan.FromSeconds(15) });
        client.Server.Then(Reply.Pod());
        await client.GetAsync();
        Assert.Equal(TransportFailureKind.Timeout, Failure(await client.RunAsync(() => client.GetAsync())).Kind);
        Assert.Single(client.Server.Requests);
    }

    [Fact]
    public async Task Send_CancelledBefore_SendsNothing()
    {
        using var client = new TestClient();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetAsync(new CancellationToken(canceled: true)));
        Assert.Empty(client.Server.Requests);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PATCH")]
    public async Task Send_CancelledUnderWay_ThrowsAndSendsNoMore(string method)
    {
        using var client = new TestClient();
        client.Server.ThenHangs().ThenAlways(Reply.Pod);
        await CancelAsync(client, token => client.SendAsync(method, token));
    }

    /// <summary>Some streams end a cancelled read with an error of their own.</summary>
    [Theory]
    [InlineData("GET")]
    [InlineData("PATCH")]
    public async Task Send_CancelledAndTheConnectionBreaks_IsStillACancellation(string method)
    {
        using var client = new TestClient();
        client.Server.ThenHangs(asFailure: new IOException("aborted")).ThenAlways(Reply.Pod);
        await CancelAsync(client, token => client.SendAsync(method, token));
    }

    [Fact]
    public async Task Send_CancelledInAPause_ThrowsAndSendsNoMore()
    {
        using var client = new TestClient();
        client.Server.Then(Reply.Text(429, "later").With("Retry-After", "20")).ThenAlways(Reply.Pod);
        await CancelAsync(client, client.GetAsync);
    }

    [Fact]
    public async Task Send_CancelledBehindTheRateLimit_ThrowsAndSendsNoMore()
    {
        using var client = new TestClient(o => o with { Burst = 1 });
        client.Server.ThenAlways(Reply.Pod);
        await client.GetAsync();
        await CancelAsync(client, client.GetAsync);
    }

    // One request has been sent when the caller gives up; the clock stands still until the call has ended.
    private static async Task CancelAsync(TestClient client, Func<CancellationToken, Task<ApiAnswer<string>>> send)
    {
        using var cancel = new CancellationTokenSource();
        var call = send(cancel.Token);
        Assert.False(call.IsCompleted);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(s_limit));
        client.Time.Advance(TimeSpan.FromHours(1));
        Assert.Single(client.Server.Requests);
    }

    private static TransportFailure Failure(ApiAnswer<string> answer) => Assert.IsType<ApiAnswer<string>.Failed>(answer).Failure;
}
