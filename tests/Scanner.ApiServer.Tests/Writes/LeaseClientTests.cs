using System.Text.Json.Nodes;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Tests.Transport;
using Scanner.ApiServer.Writes;
using Scanner.Fixtures;

namespace Scanner.ApiServer.Tests.Writes;

public sealed class LeaseClientTests
{
    private const string Collection = "/apis/coordination.k8s.io/v1/namespaces/default/leases";

    private static readonly DateTimeOffset s_nine = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    private static LeaseSpec Spec(string holder = "a") =>
        new() { HolderIdentity = holder, LeaseDurationSeconds = 15, AcquireTime = s_nine, RenewTime = s_nine, LeaseTransitions = 0 };

    [Fact]
    public async Task Create_SendsWhatWasRecorded_AndReadsTheAnswer()
    {
        using var client = new TestClient();
        client.Server.Then(Reply.Recorded("kubernetes-1.36/lease/create.json"));
        var lease = Value(await client.Kubernetes.Leases.CreateAsync("default", "scanner", Spec(), default));
        Assert.Equal(("default", "scanner", "364", Spec()), (lease.Namespace, lease.Name, lease.ResourceVersion, lease.Spec));
        var sent = Assert.Single(client.Server.Requests);
        Assert.Equal($"POST {Collection}?fieldManager=ephemeral-scanner", sent.Line);
        Assert.Equal(("application/json", "application/json"), (sent.ContentType, sent.Header("Accept")));
        var body = RecordedBody("create.json", "request");
        body["metadata"]!["namespace"] = "default";
        AssertJson(body, sent.Body);
    }

    [Fact]
    public async Task Update_OfWhatWasRead_SendsWhatWasRecorded()
    {
        using var client = new TestClient();
        client.Server.Then(Reply.Recorded("kubernetes-1.36/lease/create.json"), Reply.Recorded("kubernetes-1.36/lease/update-conflict.json"));
        var lease = Value(await client.Kubernetes.Leases.GetAsync("default", "scanner", default));
        var updated = Value(await client.Kubernetes.Leases.UpdateAsync(lease, Spec("b"), default));
        Assert.Equal(("365", Spec("b")), (updated.ResourceVersion, updated.Spec));
        Assert.Equal([$"GET {Collection}/scanner", $"PUT {Collection}/scanner?fieldManager=ephemeral-scanner"], client.Server.Lines);
        AssertJson(RecordedBody("update-conflict.json", "request"), client.Server.Requests[1].Body);
    }

    [Fact]
    public async Task Update_LeaseWithMoreThanIsKnownHere_KeepsIt()
    {
        const string stored = """
            {"kind":"Lease","apiVersion":"coordination.k8s.io/v1",
             "metadata":{"name":"scanner","namespace":"default","resourceVersion":"7","labels":{"a":"b"},"annotations":{"c":"d é\u0000"},"ownerReferences":[{"uid":"1"}],"new":{"x":[1,2.5]}},
             "spec":{"holderIdentity":"old","leaseDurationSeconds":30,"leaseTransitions":4,"strategy":"OldestEmulationVersion","preferredHolder":"p"},"status":{"y":null}}
            """;
        using var client = new TestClient();
        client.Server.Then(Reply.Json(200, stored), Reply.Json(200, stored));
        var lease = Value(await client.Kubernetes.Leases.GetAsync("default", "scanner", default));
        Assert.Equal(new LeaseSpec { HolderIdentity = "old", LeaseDurationSeconds = 30, LeaseTransitions = 4 }, lease.Spec);
        var time = s_nine.AddTicks(1_234_567).ToOffset(TimeSpan.FromHours(2));
        await client.Kubernetes.Leases.UpdateAsync(lease, new LeaseSpec { HolderIdentity = "me", LeaseDurationSeconds = 15, AcquireTime = time, RenewTime = time, LeaseTransitions = 5 }, default);
        var expected = JsonNode.Parse(stored)!.AsObject();
        var spec = expected["spec"]!.AsObject();
        spec["holderIdentity"] = "me";
        spec["leaseDurationSeconds"] = 15;
        spec["leaseTransitions"] = 5;
        spec["acquireTime"] = "2026-11-22T09:00:00.123456Z";
        spec["renewTime"] = "2026-11-22T09:00:00.123456Z";
        AssertJson(expected, client.Server.Requests[1].Body);
    }

    [Fact]
    public async Task Get_NoSuchLease_IsRefusedWithItsName()
    {
        using var client = new TestClient();
        client.Server.Then(Reply.Recorded("kubernetes-1.36/lease/absent.json"));
        var refused = Assert.IsType<ApiAnswer<Lease>.Refused>(await client.Kubernetes.Leases.GetAsync("default", "none", default));
        Assert.Equal((404, "none", false), (refused.Status.Code, refused.Status.DetailsName, refused.Status.IsNotServed));
    }

    [Fact]
    public async Task Create_OneIsThere_IsRefused()
    {
        using var client = new TestClient();
        client.Server.Then(Reply.Recorded("kubernetes-1.36/lease/create-again.json"));
        var refused = Assert.IsType<ApiAnswer<Lease>.Refused>(await client.Kubernetes.Leases.CreateAsync("default", "scanner", Spec(), default));
        Assert.Equal((409, "AlreadyExists"), (refused.Status.Code, refused.Status.Reason));
    }

    [Theory]
    [InlineData("""{"metadata":{"name":"x"},"spec":{"holderIdentity":1}}""")]
    [InlineData("""{"metadata":{"name":"x"},"spec":{"leaseDurationSeconds":"15"}}""")]
    [InlineData("""{"metadata":{"name":"x"},"spec":{"leaseTransitions":1.5}}""")]
    [InlineData("""{"metadata":{"name":"x"},"spec":{"renewTime":"soon"}}""")]
    [InlineData("""{"spec":{}}""")]
    [InlineData("""{"metadata":{"name":"x"}""")]
    [InlineData("[]")]
    public async Task Get_NoLease_FailsAsABadAnswer(string body)
    {
        using var client = new TestClient();
        client.Server.Then(Reply.Json(200, body));
        var failed = Assert.IsType<ApiAnswer<Lease>.Failed>(await client.Kubernetes.Leases.GetAsync("default", "x", default));
        Assert.Equal(TransportFailureKind.BadAnswer, failed.Failure.Kind);
    }

    public static TheoryData<int> FailuresThatReadsRepeat => [429, 500, 502, 503, 504];

    [Theory]
    [MemberData(nameof(FailuresThatReadsRepeat))]
    public async Task EveryCall_ServerCannotNow_IsSentOnce(int code)
    {
        using var client = new TestClient();
        client.Server.ThenAlways(() => Reply.Status(code, "Busy"));
        var leases = client.Kubernetes.Leases;
        foreach (var answer in new[] { await leases.GetAsync("a", "b", default), await leases.CreateAsync("a", "b", Spec(), default), await leases.UpdateAsync(new Lease("a", "b", "1", Spec()), Spec(), default) })
            Assert.Equal(code, Assert.IsType<ApiAnswer<Lease>.Refused>(answer).Status.Code);
        Assert.Equal(3, client.Server.Requests.Count);
    }

    [Fact]
    public async Task Update_ConnectionBreaks_IsSentOnce()
    {
        using var client = new TestClient();
        client.Server.ThenThrows(new HttpRequestException("reset"));
        var failed = Assert.IsType<ApiAnswer<Lease>.Failed>(await client.Kubernetes.Leases.UpdateAsync(new Lease("a", "b", "1", Spec()), Spec(), default));
        Assert.Equal(TransportFailureKind.Connection, failed.Failure.Kind);
        Assert.Single(client.Server.Requests);
    }

    [Fact]
    public async Task Update_NoAnswer_IsGivenUpAfterItsOwnLimit()
    {
        using var client = new TestClient(o => o with { LeaseTimeout = TimeSpan.FromSeconds(3) });
        client.Server.ThenHangs();
        var answer = await client.RunAsync(() => client.Kubernetes.Leases.UpdateAsync(new Lease("a", "b", "1", Spec()), Spec(), default));
        Assert.Equal("no answer to PUT /apis/coordination.k8s.io/v1/namespaces/a/leases/b from https://server:6443 within 3 s", answer.Describe());
        Assert.Equal(TimeSpan.FromSeconds(3), client.Time.GetUtcNow() - client.Server.Requests[0].At);
    }

    /// <summary>The queue for the rate limit is an hour long; the clock of this test does not even move.</summary>
    [Fact]
    public async Task EveryCall_RateLimitExhausted_GoesOutAtOnce()
    {
        using var client = new TestClient(o => o with { RequestsPerSecond = 1, Burst = 1 });
        client.Server.ThenAlways(() => Reply.Recorded("kubernetes-1.36/lease/create.json"));
        using var stop = new CancellationTokenSource();
        var queue = Enumerable.Range(0, 3600).Select(_ => client.GetAsync(stop.Token)).ToList();
        var before = client.Server.Requests.Count;
        var lease = Value(await client.Kubernetes.Leases.GetAsync("default", "scanner", default));
        Value(await client.Kubernetes.Leases.CreateAsync("default", "scanner", Spec(), default));
        Value(await client.Kubernetes.Leases.UpdateAsync(lease, Spec(), default));
        Assert.Equal(before + 3, client.Server.Requests.Count);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(queue));
    }

    [Theory]
    [InlineData("..", "b")]
    [InlineData("a", "..")]
    [InlineData("", "b")]
    [InlineData("a", "")]
    public async Task Get_NameThatIsNone_NeverReachesTheNetwork(string ns, string name)
    {
        using var client = new TestClient();
        await Assert.ThrowsAsync<ArgumentException>(() => client.Kubernetes.Leases.GetAsync(ns, name, default));
        Assert.Empty(client.Server.Requests);
    }

    [Fact]
    public async Task Update_NameThatLeadsElsewhere_IsRefusedByTheGuard()
    {
        using var client = new TestClient();
        var lease = new Lease("a", "b/../../pods/c", "1", Spec());
        var answer = await client.Kubernetes.Leases.UpdateAsync(lease, Spec(), default);
        Assert.Equal(TransportFailureKind.NotSent, Assert.IsType<ApiAnswer<Lease>.Failed>(answer).Failure.Kind);
        Assert.Empty(client.Server.Requests);
    }

    private static Lease Value(ApiAnswer<Lease> answer) => Assert.IsType<ApiAnswer<Lease>.Ok>(answer).Value;

    private static JsonObject RecordedBody(string file, string part) =>
        JsonNode.Parse(File.ReadAllText(Fixture.PathOf("recordings", "kubernetes-1.36", "lease", file)))![part]!["body"]!.AsObject();

    private static void AssertJson(JsonNode expected, string actual) =>
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(actual)), $"expected {expected.ToJsonString()}\nactual {actual}");
}
