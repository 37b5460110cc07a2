using Scanner.ApiServer.Answers;

namespace Scanner.ApiServer.Tests.Transport;

/// <summary>Which answers make the client ask again, and when.</summary>
public sealed class ResilienceTests
{
    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task Read_ServerInTrouble_IsRepeatedUntilItAnswers(int status)
    {
        using var client = new TestClient();
        client.Server.Then(Reply.Text(status, "busy"), Reply.Text(status, "busy"), Reply.Pod());
        Assert.Equal("open/web", await client.RunAsync(() => client.GetAsync()) is ApiAnswer<string>.Ok ok ? ok.Value : "no answer");
        Assert.Equal(3, client.Server.Requests.Count);
        Assert.Single(client.Server.Lines.Distinct());
    }

    [Theory]
    [InlineData(302)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(410)]
    [InlineData(422)]
    [InlineData(501)]
    public async Task Read_AnswerThatWillNotChange_IsNotRepeated(int status)
    {
        using var client = new TestClient();
        client.Server.Then(Reply.Status(status, "Final"));
        Assert.Equal(status, Refusal(await client.RunAsync(() => client.GetAsync())).Code);
        Assert.Single(client.Server.Requests);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Read_TroubleThatStays_IsRepeatedAsOftenAsAllowed(int retries)
    {
        using var client = new TestClient(o => o with { Retries = retries });
        client.Server.ThenAlways(() => Reply.Status(503, "ServiceUnavailable"));
        var status = Refusal(await client.RunAsync(() => client.GetAsync()));
        Assert.Equal((503, "it is ServiceUnavailable"), (status.Code, status.Message));
        Assert.Equal(1 + retries, client.Server.Requests.Count);
    }

    [Fact]
    public async Task Read_Repeated_WaitsEveryTimeAndNotForLong()
    {
        using var client = new TestClient();
        client.Server.ThenAlways(() => Reply.Text(500, ""));
        await client.RunAsync(() => client.GetAsync());
        var times = client.Times.ToList();
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.First < pair.Second, string.Join(' ', times)));

        // Four pauses from 250 ms, doubled: 3.75 s and what jitter adds.
        Assert.InRange(times[^1], TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(6));
    }

    [Fact]
    public async Task Read_ConnectionFails_IsRepeated()
    {
        using var client = new TestClient();
        client.Server
            .ThenThrows(new HttpRequestException("connection refused"))
            .ThenThrows(new IOException("reset by peer"))
            .Then(Reply.Pod());
        Assert.IsType<ApiAnswer<string>.Ok>(await client.RunAsync(() => client.GetAsync()));
        Assert.Equal(3, client.Server.Requests.Count);
    }

    [Theory]
    [InlineData("PATCH", 500)]
    [InlineData("PATCH", 502)]
    [InlineData("PATCH", 503)]
    [InlineData("PATCH", 504)]
    [InlineData("POST", 500)]
    [InlineData("POST", 504)]
    public async Task Write_ServerInTrouble_IsNotRepeated(string method, int status)
    {
        using var client = new TestClient();
        client.Server.Then(Reply.Status(status, "InternalError"));
        Assert.Equal(status, Refusal(await client.RunAsync(() => client.SendAsync(method))).Code);
        Assert.Single(client.Server.Requests);
    }

    [Theory]
    [InlineData("PATCH")]
    [InlineData("POST")]
    public async Task Write_ConnectionFails_IsNotRepeated(string method)
    {
        using var client = new TestClient();
        client.Server.ThenThrows(new HttpRequestException("connection refused"));
        Assert.Equal(TransportFailureKind.Connection, Failure(await client.RunAsync(() => client.SendAsync(method))).Kind);
        Assert.Single(client.Server.Requests);
    }

    [Theory]
    [InlineData("PATCH")]
    [InlineData("POST")]
    public async Task Write_TimeLimitPasses_IsNotRepeated(string method)
    {
        using var client = new TestClient();
        client.Server.ThenHangs();
        Assert.Equal(TransportFailureKind.Timeout, Failure(await client.RunAsync(() => client.SendAsync(method))).Kind);
        Assert.Single(client.Server.Requests);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PATCH")]
    [InlineData("POST")]
    public async Task Any_TooManyRequests_WaitsAsLongAsTheHeaderSays(string method)
    {
        using var client = new TestClient();
        client.Server.Then(Reply.Text(429, "Too many requests, please try again later.\n").With("Retry-After", "7"), Reply.Pod());
        Assert.IsType<ApiAnswer<string>.Ok>(await client.RunAsync(() => client.SendAsync(method)));
        Assert.Equal([TimeSpan.Zero, TimeSpan.FromSeconds(7)], client.Times);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PATCH")]
    public async Task Any_TooManyRequests_WaitsAsLongAsTheStatusSays(string method)
    {
        using var client = new TestClient();
        client.Server.Then(Reply.Status(429, "TooManyRequests", ""","details":{"retryAfterSeconds":12}"""), Reply.Pod());
        Assert.IsType<ApiAnswer<string>.Ok>(await client.RunAsync(() => client.SendAsync(method)));
        Assert.Equal([TimeSpan.Zero, TimeSpan.FromSeconds(12)], client.Times);
    }

    [Theory]
    [InlineData("GET", 429)]
    [InlineData("PATCH", 429)]
    [InlineData("GET", 503)]
    public async Task Any_PauseLongerThanHalfAMinute_IsAnsweredAtOnce(string method, int status)
    {
        using var client = new TestClient();
        client.Server.Then(Reply.Text(status, "later").With("Retry-After", "31"));
        Assert.Equal(TimeSpan.FromSeconds(31), Refusal(await client.RunAsync(() => client.SendAsync(method))).RetryAfter);
        Assert.Single(client.Server.Requests);
    }

    [Fact]
    public async Task Read_PauseOfHalfAMinute_IsWaitedFor()
    {
        using var client = new TestClient();
        client.Server.Then(Reply.Text(503, "later").With("Retry-After", "30"), Reply.Pod());
        Assert.IsType<ApiAnswer<string>.Ok>(await client.RunAsync(() => client.GetAsync()));
        Assert.Equal(TimeSpan.FromSeconds(30), client.Times.Last());
    }

    private static ApiStatus Refusal(ApiAnswer<string> answer) => Assert.IsType<ApiAnswer<string>.Refused>(answer).Status;

    private static TransportFailure Failure(ApiAnswer<string> answer) => Assert.IsType<ApiAnswer<string>.Failed>(answer).Failure;
}
