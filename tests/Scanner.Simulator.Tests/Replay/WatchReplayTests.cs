using System.Text.Json.Nodes;
using Scanner.Simulator.Objects;
using Scanner.Simulator.Tests.Serving;

namespace Scanner.Simulator.Tests.Replay;

/// <summary>The recorded watches. Their time is a fake one: the server ends them when the test says so.</summary>
public sealed class WatchReplayTests
{
    [Theory]
    [InlineData(KubernetesVersion.V1_25)]
    [InlineData(KubernetesVersion.V1_28)]
    [InlineData(KubernetesVersion.V1_30)]
    public async Task SendInitialEvents_OlderServer_RecordedRefusal(KubernetesVersion version)
    {
        await using var server = await ReplayServer.StartAsync(version, CancellationToken.None);
        var call = RecordedCall.Load(version, "watch/send-initial-events");
        using var request = call.ToRequest();
        using var response = await server.Client.SendAsync(request);

        Assert.Equal(call.Status, (int)response.StatusCode);
        Assert.Equal(Canonical.Text(call.Body![0]), Canonical.Text(JsonNode.Parse(await response.Content.ReadAsStringAsync())));
    }

    [Fact]
    public async Task SendInitialEvents_Recorded_SameEvents()
    {
        var (recorded, answered) = await WatchAsync("send-initial-events", c => c.Path);

        // The namespace of the recorded watch existed for a moment more.
        Assert.Equal(Texts(recorded, except: "watched"), Texts(answered, except: "watched"));
    }

    [Fact]
    public async Task Watch_VersionStillInHistory_ReplaysTheCreations()
    {
        var (recorded, answered) = await WatchAsync("expired", c => c.Path, isReplayed: true);

        // Every namespace once, in the order of creation; psa-late was labelled later, and "watched" is of another recording.
        var names = Names(recorded).Where(n => !n.EndsWith(" watched", StringComparison.Ordinal)).Distinct();
        Assert.Equal(names.Order(), Names(answered).Distinct().Order());
        Assert.Contains("MODIFIED psa-late", Names(answered));
    }

    [Fact]
    public async Task Watch_FutureVersion_NoEvents()
    {
        var (recorded, answered) = await WatchAsync("future-version", c => c.Path);

        Assert.Empty(recorded);
        Assert.Empty(answered);
    }

    [Fact]
    public async Task Watch_NamespaceComesAndGoes_RecordedEventsAndTheEnd()
    {
        var (recorded, answered) = await WatchAsync(
            "namespaces",
            c => c.Path,
            async (client, _) =>
            {
                await client.PostAsync("/api/v1/namespaces?fieldManager=kubectl-create", """{"metadata":{"name":"watched"}}""");
                await client.PatchAsync(
                    "/api/v1/namespaces/watched?fieldManager=kubectl-label",
                    "merge",
                    """{"metadata":{"labels":{"pod-security.kubernetes.io/enforce":"baseline"}}}""");
                await client.DeleteAsync("/api/v1/namespaces/watched");
            });

        Assert.Equal(Texts(recorded.Take(3)), Texts(answered.Take(3)));
        // A namespace controller takes its time; here the namespace is gone at once, before the last bookmark.
        Assert.Equal(["DELETED watched", "BOOKMARK"], Names(answered).Skip(3));
        Assert.Equal(Canonical.Text(recorded[^1]), Canonical.Text(answered[^1]));
    }

    private static async Task<(IReadOnlyList<JsonObject> Recorded, IReadOnlyList<JsonObject> Answered)> WatchAsync(
        string name, Func<RecordedCall, string> path, Func<ApiClient, WatchReader, Task>? meanwhile = null, bool isReplayed = false)
    {
        await using var server = await ReplayServer.StartAsync(KubernetesVersion.V1_36, CancellationToken.None);
        using var client = new ApiClient(server.Api);
        var call = RecordedCall.Load(KubernetesVersion.V1_36, "watch/" + name);
        var version = server.Api.Store.ResourceVersion;
        await using var watch = await WatchReader.OpenAsync(client, path(call).Replace("resourceVersion=351", $"resourceVersion={version}", StringComparison.Ordinal));
        Assert.Equal(call.Status, watch.Status);
        if (meanwhile is not null)
            await meanwhile(client, watch);
        // What was before the watch is sent in one piece, and not before its end when that comes first.
        JsonObject[] first = isReplayed ? [(await watch.NextAsync())!] : [];
        server.Time.Advance(TimeSpan.FromSeconds(10));
        return ([.. call.Body!.AsArray().Select(e => (JsonObject)e!)], [.. first, .. await watch.RestAsync()]);
    }

    private static IEnumerable<string> Names(IEnumerable<JsonObject> events) => events.Select(WatchReader.Describe);

    private static IEnumerable<string> Texts(IEnumerable<JsonObject> events, string except = "") =>
        events.Where(e => e.Object("object")!.Name() != except || except.Length == 0).Select(Canonical.Text);
}
