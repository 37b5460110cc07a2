using System.Net;
using System.Net.Http.Headers;
using Scanner.ApiServer;
using Scanner.ApiServer.Transport;
using Scanner.Fixtures;

namespace Scanner.Tests;

/// <summary>Answers every request with one recorded body.</summary>
internal sealed class RecordedServer(string mediaType, byte[] body) : HttpMessageHandler
{
    /// <param name="file">Below <c>recordings/kubernetes-1.36/protobuf</c>; <c>.pb</c> is served as protobuf.</param>
    public static ApiServerClient Serving(string file) => Serving(
        file.EndsWith(".pb", StringComparison.Ordinal) ? "application/vnd.kubernetes.protobuf" : "application/json",
        File.ReadAllBytes(Fixture.PathOf("recordings", "kubernetes-1.36", "protobuf", file)));

    public static ApiServerClient Serving(string mediaType, byte[] body) => new(
        new RecordedServer(mediaType, body),
        new Uri("https://recorded"),
        new ClientOptions { UserAgent = "tests", Retries = 0 },
        TimeProvider.System,
        _ => null);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(body), RequestMessage = request };
        response.Content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        return Task.FromResult(response);
    }
}
