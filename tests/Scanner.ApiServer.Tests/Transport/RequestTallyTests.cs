using Scanner.ApiServer.Tests.Lists;
using Scanner.ApiServer.Transport;

namespace Scanner.ApiServer.Tests.Transport;

/// <summary>Every attempt that ends by itself is counted once, and a dry run tells how long the server took.</summary>
public sealed class RequestTallyTests
{
    [Fact]
    public async Task Reads_RepeatedOnes_CountWithTheirOwnCodes()
    {
        using var client = new TestClient();
        client.Server.Then(Reply.Text(503, "busy")).ThenThrows(new HttpRequestException("broken")).Then(Reply.Pod(), Reply.Pod());
        await client.RunAsync(() => client.GetAsync());
        await client.RunAsync(() => client.GetAsync());
        Assert.Equal(
            [("200", 2), ("503", 1), ("connection", 1)],
            client.Kubernetes.RequestCounts.OrderBy(c => c.Code, StringComparer.Ordinal).Select(c => (c.Code, c.Count)));
        Assert.All(client.Kubernetes.RequestCounts, c => Assert.Equal(("get", "", "pods"), (c.Verb, c.Group, c.Resource)));
    }

    [Fact]
    public async Task Requests_ThatWereNeverSentOrAreCancelled_DoNotCount()
    {
        using var client = new TestClient();
        await Assert.ThrowsAsync<NotSentException>(() => client.PatchWhileAsync(() => false));
        client.Server.ThenHangs();
        using var stop = new CancellationTokenSource();
        var call = client.GetAsync(stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Empty(client.Kubernetes.RequestCounts);
    }

    [Fact]
    public async Task Patch_OfADryRun_TellsHowLongTheServerTookEachTime()
    {
        using var client = new TestClient();
        var took = new List<TimeSpan>();
        var dryRun = client.Kubernetes.DryRunWhile(() => true, patchTook: took.Add);
        client.Server
            .Then(() => client.Time.Advance(TimeSpan.FromSeconds(2)), Reply.Status(429, "TooManyRequests"))
            .Then(() => client.Time.Advance(TimeSpan.FromSeconds(3)), Reply.Pod())
            .Then(Reply.Pod());
        var path = ResourcePath.Core("pods", "open", "web", "ephemeralcontainers");
        await client.RunAsync(() => dryRun.PatchAsync(path, "{}"u8.ToArray(), NameReader.Instance, CancellationToken.None));
        // Creating is no probe.
        await client.RunAsync(() => dryRun.CreateAsync(ResourcePath.Core("pods", "open"), "{}"u8.ToArray(), NameReader.Instance, CancellationToken.None));
        Assert.Equal([2, 3], took.Select(t => t.TotalSeconds));
        Assert.Equal([("create", "200"), ("patch", "200"), ("patch", "429")], client.Kubernetes.RequestCounts.Select(c => (c.Verb, c.Code)).Order());
    }
}
