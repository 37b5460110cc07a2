using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Scanner.Simulator.Objects;

namespace Scanner.Simulator.Tests.Serving;

/// <summary>Sends requests to a simulated server and reads JSON answers.</summary>
internal sealed class ApiClient(SimulatedApiServer server, string? token = "admin-token") : IDisposable
{
    public HttpClient Http { get; } = server.CreateClient(token);

    public Task<(int Status, JsonObject Body)> GetAsync(string path, string accept = "application/json") => SendAsync(HttpMethod.Get, path, null, null, accept);

    public Task<(int Status, JsonObject Body)> PostAsync(string path, string body) => SendAsync(HttpMethod.Post, path, body, "application/json");

    public Task<(int Status, JsonObject Body)> PutAsync(string path, string body) => SendAsync(HttpMethod.Put, path, body, "application/json");

    public Task<(int Status, JsonObject Body)> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null, null);

    /// <param name="kind"><c>merge</c>, <c>strategic</c>, <c>json</c> or <c>apply</c>.</param>
    public Task<(int Status, JsonObject Body)> PatchAsync(string path, string kind, string body) => SendAsync(HttpMethod.Patch, path, body, kind switch
    {
        "merge" => "application/merge-patch+json",
        "strategic" => "application/strategic-merge-patch+json",
        "json" => "application/json-patch+json",
        _ => "application/apply-patch+yaml",
    });

    public async Task<(int Status, JsonObject Body)> SendAsync(HttpMethod method, string path, string? body, string? contentType, string accept = "application/json")
    {
        using var response = await RawAsync(method, path, body, contentType, accept);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, JsonText.ParseObject(Encoding.UTF8.GetBytes(text)));
    }

    public Task<HttpResponseMessage> RawAsync(HttpMethod method, string path, string? body = null, string? contentType = null, string accept = "application/json")
    {
        var request = new HttpRequestMessage(method, path) { Version = new Version(2, 0) };
        request.Headers.TryAddWithoutValidation("Accept", accept);
        request.Headers.TryAddWithoutValidation("User-Agent", "tests/1.0");
        if (body is not null)
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue(contentType!) } };
        return Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public void Dispose() => Http.Dispose();
}
