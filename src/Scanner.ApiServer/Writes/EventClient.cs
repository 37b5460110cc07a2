using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Transport;

namespace Scanner.ApiServer.Writes;

/// <inheritdoc cref="IEventClient"/>
/// <param name="maySend">Asked right before each request goes out.</param>
internal sealed class EventClient(ApiTransport transport, Func<bool> maySend) : IEventClient
{
    private const string Query = "?fieldManager=ephemeral-scanner";
    private const string Json = "application/json";

    public Task<ApiAnswer<string>> CreateAsync(ClusterEvent written, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, Path(), Json, EventWriter.Create(written), cancellationToken);

    public Task<ApiAnswer<string>> RepeatAsync(string name, int count, DateTimeOffset lastObserved, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Patch, Path(name), AllowedShapes.MergePatch, EventWriter.Series(count, lastObserved), cancellationToken);

    // Nobody waits for an event.
    private Task<ApiAnswer<string>> SendAsync(HttpMethod method, string path, string contentType, byte[] body, CancellationToken cancellationToken) =>
        transport.CallAsync(
            new ApiRequest(method, path + Query, Json) { Body = body, ContentType = contentType, MaySend = maySend, Background = true },
            ResourceVersionReader.Instance,
            cancellationToken);

    // Group, resource and namespace of every path there is: no caller has a say in them.
    private static string Path(string? name = null) =>
        new ResourcePath("events.k8s.io", "v1", "events", AllowedShapes.EventNamespace, name).ToString();
}
