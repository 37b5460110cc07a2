using System.Text.Json.Nodes;
using Scanner.Simulator.Objects;

namespace Scanner.Simulator.Tests.Serving;

/// <summary>Reads a watch event by event. Gives up after a while, so that a missing event fails a test instead of hanging it.</summary>
internal sealed class WatchReader : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _reader;

    private WatchReader(HttpResponseMessage response, Stream stream) => (_response, _reader) = (response, new StreamReader(stream));

    public int Status => (int)_response.StatusCode;

    public static async Task<WatchReader> OpenAsync(ApiClient client, string path)
    {
        var response = await client.RawAsync(HttpMethod.Get, path);
        return new WatchReader(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>The next event; null at the end of the watch.</summary>
    public async Task<JsonObject?> NextAsync()
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        var line = await _reader.ReadLineAsync(patience.Token);
        return line is null ? null : (JsonObject)JsonNode.Parse(line)!;
    }

    /// <summary>The next events as <c>TYPE name</c>.</summary>
    public async Task<IReadOnlyList<string>> TakeAsync(int count)
    {
        var events = new List<string>();
        while (events.Count < count && await NextAsync() is { } next)
            events.Add(Describe(next));
        return events;
    }

    /// <summary>All events up to the end of the watch.</summary>
    public async Task<IReadOnlyList<JsonObject>> RestAsync()
    {
        var events = new List<JsonObject>();
        while (await NextAsync() is { } next)
            events.Add(next);
        return events;
    }

    public static string Describe(JsonObject watchEvent) => $"{watchEvent.Text("type")} {watchEvent.Object("object")!.Name()}".TrimEnd();

    public ValueTask DisposeAsync()
    {
        _reader.Dispose();
        _response.Dispose();
        return ValueTask.CompletedTask;
    }
}
