using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Scanner.Fixtures;
using Scanner.Simulator.Admission;

namespace Scanner.Simulator.Tests.Scenario;

/// <summary>One recorded request to a real API server, and what its answer says once everything random is taken out.</summary>
internal sealed partial class RecordedExchange
{
    private RecordedExchange(string name, JsonObject recording) => (Name, Recording) = (name, recording);

    public string Name { get; }

    public JsonObject Recording { get; }

    public JsonObject Request => Recording.Object("request")!;

    public string Method => Request.Text("method")!;

    public string Path => Request.Text("path")!;

    /// <summary>The expected answer, in the form of <see cref="Comparable"/>.</summary>
    public string Expected
    {
        get
        {
            var response = Recording.Object("response")!;
            var warnings = response.Object("headers").Texts("warning");
            return Comparable((int)response.Number("status")!.Value, response["body"], warnings);
        }
    }

    /// <summary>The exchanges of a folder of <c>tests/Fixtures/recordings</c>; summaries are left out.</summary>
    public static IEnumerable<RecordedExchange> In(params string[] folder) =>
        from file in Fixture.Files("*.json", ["recordings", .. folder])
        let recording = JsonNode.Parse(File.ReadAllText(file)) as JsonObject
        where recording.Object("request") is not null
        select new RecordedExchange(System.IO.Path.GetFileNameWithoutExtension(file), recording);

    /// <summary>Status, warnings, and of the body what does not depend on time or chance, as text to compare.</summary>
    /// <param name="warnings">Whole <c>Warning</c> headers.</param>
    public static string Comparable(int status, JsonNode? body, IEnumerable<string> warnings)
    {
        var kept = body.Text("kind") == "Pod"
            ? new JsonObject { ["spec"] = body.Object("spec")?.DeepClone() }
            : body?.DeepClone();
        var answer = new JsonObject
        {
            ["status"] = status,
            ["warnings"] = new JsonArray([.. warnings.Select(w => JsonValue.Create(w))]),
            ["body"] = kept,
        };
        return Normalize(answer).ToJsonString(Indented);
    }

    private static readonly System.Text.Json.JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Sorts fields, and takes generated names, addresses and Go's diffs out of texts.</summary>
    private static JsonNode Normalize(JsonNode node)
    {
        switch (node)
        {
            case JsonObject obj:
                return new JsonObject(obj.Where(f => f.Value is not null).OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => KeyValuePair.Create(f.Key, (JsonNode?)Normalize(f.Value!))));
            case JsonArray array:
                return new JsonArray([.. array.Select(i => Normalize(i!))]);
            default:
                var text = node.ToJsonString(Indented);
                text = GeneratedName().Replace(text, "probe-GENERATED");
                text = Address().Replace(text, "ADDRESS");
                return JsonNode.Parse(GoDiff().Replace(text, "${said}"))!;
        }
    }

    [GeneratedRegex(@"\bprobe-(?!7f3a)[a-z0-9]{5}\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex GeneratedName();

    [GeneratedRegex("0x[0-9a-f]+", RegexOptions.None, 1000)]
    private static partial Regex Address();

    /// <summary>A diff follows these words up to the end of the text.</summary>
    [GeneratedRegex("""(?<said>may not be changed|if it was previously negative\))\\n.*(?=")""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex GoDiff();
}
