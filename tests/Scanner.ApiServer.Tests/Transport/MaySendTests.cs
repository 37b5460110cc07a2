using System.Net;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Transport;

namespace Scanner.ApiServer.Tests.Transport;

/// <summary>A request waits: for the rate limit, for its repetition, for a connection. Who may not send any more when the wait is over does not.</summary>
public sealed class MaySendTests
{
    private bool _may = true;

    [Fact]
    public async Task Send_RightLostInTheQueue_IsNotSent()
    {
        using var client = new TestClient(o => o with { RequestsPerSecond = 1, Burst = 1 });
        client.Server.Then(Reply.Pod());
        await client.GetAsync();
        var waiting = client.PatchWhileAsync(() => _may);
        _may = false;
        client.Time.Advance(TimeSpan.FromSeconds(2));
        await Assert.ThrowsAsync<NotSentException>(() => waiting);
        Assert.Equal(["GET"], client.Server.Lines.Select(l => l.Split(' ')[0]));
    }

    [Fact]
    public async Task Send_RightLostBeforeTheRepetition_IsNotSentAgain()
    {
        using var client = new TestClient();
        client.Server.Then(() => _may = false, Reply.Text(429, "busy").With("Retry-After", "5"));
        await Assert.ThrowsAsync<NotSentException>(() => client.RunAsync(() => client.PatchWhileAsync(() => _may)));
        Assert.Single(client.Server.Requests);
        Assert.Equal(1, client.Kubernetes.RequestsSent);
    }

    /// <summary>The body is the last that goes out; without it there is no request.</summary>
    [Fact]
    public async Task Send_RightLostWhileConnecting_WritesNoBody()
    {
        using var content = new RevocableContent("{}"u8.ToArray(), () => _may);
        using var sent = new MemoryStream();
        await content.CopyToAsync(sent, (TransportContext?)null);
        Assert.Equal("{}"u8.ToArray(), sent.ToArray());
        _may = false;
        await Assert.ThrowsAsync<NotSentException>(() => content.CopyToAsync(Stream.Null, (TransportContext?)null));
        Assert.Equal(2, content.Headers.ContentLength);
    }

    [Fact]
    public async Task Send_RightKept_IsSentAsEver()
    {
        using var client = new TestClient();
        client.Server.Then(Reply.Pod());
        Assert.IsType<ApiAnswer<string>.Ok>(await client.PatchWhileAsync(() => true));
        Assert.Contains("dryRun=All", client.Server.Lines.Single(), StringComparison.Ordinal);
    }
}
