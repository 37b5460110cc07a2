using System.Text.Json.Nodes;
using Scanner.Simulator.Objects;

namespace Scanner.Simulator.Tests.Replay;

/// <summary>Puts versions, tokens and ids of the replaying server in the place of recorded ones.</summary>
internal static class KnownVersions
{
    /// <summary>The request to send.</summary>
    public static async Task<HttpRequestMessage> TranslateAsync(ReplayServer server, RecordedCall call)
    {
        if (call.Name == "list/pods-page-2")
            return call.ToRequest(await NextPageAsync(server, call));
        return call is { Method: "PUT", RequestBody: JsonObject body }
            ? call.ToRequest(body: await WithIdentityAsync(server, call, body))
            : call.ToRequest();
    }

    // The continue token of the first page here.
    private static async Task<string> NextPageAsync(ReplayServer server, RecordedCall call)
    {
        var page = await GetAsync(server, RecordedCall.Load(server.Version, "list/pods-page-1").Path);
        const string Continue = "continue=";
        return call.Path[..(call.Path.IndexOf(Continue, StringComparison.Ordinal) + Continue.Length)] + page.Object("metadata")!.Text("continue");
    }

    // A version that was refused as outdated is outdated here too.
    private static async Task<JsonObject> WithIdentityAsync(ReplayServer server, RecordedCall call, JsonObject body)
    {
        var live = (await GetAsync(server, call.Path)).Object("metadata")!;
        var translated = (JsonObject)body.DeepClone();
        translated.Metadata()["uid"] = live.Text("uid");
        if (call.Status != 409)
            translated.Metadata()["resourceVersion"] = live.Text("resourceVersion");
        return translated;
    }

    private static async Task<JsonObject> GetAsync(ReplayServer server, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new("Bearer", "admin-token");
        using var response = await server.Client.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return (JsonObject)JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }
}
