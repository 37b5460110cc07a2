using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Scanner.Fixtures;
using Scanner.Simulator.Objects;

namespace Scanner.Simulator.Tests.Replay;

/// <summary>One recorded request with what a real server answered.</summary>
internal sealed class RecordedCall
{
    private static readonly Dictionary<string, string> Tokens = new()
    {
        ["admin"] = "admin-token",
        ["alice"] = "alice-token",
        ["invalid"] = "no-such-token",
    };

    private readonly JsonObject _recording;

    private RecordedCall(string name, JsonObject recording) => (Name, _recording) = (name, recording);

    /// <summary><c>FOLDER/FILE</c> without the extension.</summary>
    public string Name { get; }

    public string Path => Request.Text("path")!;

    public string Method => Request.Text("method")!;

    public JsonNode? RequestBody => Request["body"];

    public int Status => (int)Response.Number("status")!.Value;

    /// <summary>The body, the recorded stream as a list, or text.</summary>
    public JsonNode? Body => Response["body"] ?? Response["stream"];

    private JsonObject Request => _recording.Object("request")!;

    private JsonObject Response => _recording.Object("response")!;

    public static RecordedCall Load(KubernetesVersion version, string name) => new(
        name,
        (JsonObject)JsonNode.Parse(File.ReadAllText(Fixture.PathOf(["recordings", $"kubernetes-1.{(int)version}", .. (name + ".json").Split('/')])))!);

    /// <summary>Names of all recorded requests in a folder; files that are something else are left out.</summary>
    public static IEnumerable<string> In(KubernetesVersion version, string folder)
    {
        var path = Fixture.PathOf("recordings", $"kubernetes-1.{(int)version}", folder);
        return Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*.json").Order(StringComparer.Ordinal)
                .Where(f => JsonNode.Parse(File.ReadAllText(f)) is JsonObject recording && recording.Object("request") is not null)
                .Select(f => folder + "/" + System.IO.Path.GetFileNameWithoutExtension(f))
            : [];
    }

    /// <summary>Headers that tests compare: type, retry-after, warnings.</summary>
    public string Headers() => string.Join('\n', (Response.Object("headers") ?? [])
        .OrderBy(h => h.Key, StringComparer.Ordinal)
        .Select(h => $"{h.Key}: {(h.Value is JsonArray values ? string.Join(" | ", values.Select(v => v!.ToString())) : h.Value)}"));

    /// <param name="path">Instead of the recorded path.</param>
    /// <param name="body">Instead of the recorded body.</param>
    public HttpRequestMessage ToRequest(string? path = null, JsonNode? body = null)
    {
        var message = new HttpRequestMessage(new HttpMethod(Method), path ?? Path) { Version = HttpVersion.Version20 };
        if (Request.Text("user") is { } user)
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Tokens[user]);
        message.Headers.TryAddWithoutValidation("User-Agent", "recorder/1.0");
        var contentType = "application/json";
        foreach (var (header, value) in Request.Object("headers") ?? [])
        {
            if (header == "Content-Type")
                contentType = value!.GetValue<string>();
            else
                message.Headers.TryAddWithoutValidation(header, value!.GetValue<string>());
        }

        if (BodyText(body ?? RequestBody) is { } text)
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text)) { Headers = { ContentType = MediaTypeHeaderValue.Parse(contentType) } };
        return message;
    }

    private static string? BodyText(JsonNode? body) => body switch
    {
        null => null,
        JsonValue text => Expand(text.GetValue<string>()),
        { } json => json.ToJsonString(),
    };

    // The recording only describes its largest body.
    private static string Expand(string text) => text.StartsWith("2,500 results", StringComparison.Ordinal)
        ? "{\"results\":[" + string.Join(',', Enumerable.Repeat("{\"message\":\"" + new string('x', 1300) + "\"}", 2500)) + "]}"
        : text;
}
