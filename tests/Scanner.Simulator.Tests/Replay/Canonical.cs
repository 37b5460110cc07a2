using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Scanner.Simulator.Objects;

namespace Scanner.Simulator.Tests.Replay;

/// <summary>Answers as text to compare: fields sorted; ids, versions, times, generated names and what kubectl alone adds taken out.</summary>
internal static partial class Canonical
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text(JsonNode? body) => body is null ? "" : Normalize(body)?.ToJsonString(Indented) ?? "null";

    /// <summary>The names of fields at every level, lists by their first element: what is left of an answer whose content is the cluster's own.</summary>
    public static string Shape(JsonNode? body) => ShapeOf(body is null ? null : Normalize(body));

    private static string ShapeOf(JsonNode? body) => body switch
    {
        JsonObject obj => "{" + string.Join(',', obj.Select(p => p.Key + ShapeOf(p.Value))) + "}",
        JsonArray array => "[" + (array.Count > 0 ? ShapeOf(array[0]) : "") + "]",
        _ => "",
    };

    private static JsonNode? Normalize(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject obj:
                return Fields(obj);
            case JsonArray array:
                return new JsonArray([.. Ordered(array).Select(Normalize)]);
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                return Words(value.GetValue<string>());
            default:
                return node?.DeepClone();
        }
    }

    private static JsonObject Fields(JsonObject obj)
    {
        var result = new JsonObject();
        foreach (var (field, value) in obj.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            if (value is null)
                continue; // Go's nil: the field's absence says the same
            switch (field)
            {
                case "annotations" or "f:annotations" when value is JsonObject annotations:
                    var kept = annotations.Where(a => a.Key is not ("." or "kubectl.kubernetes.io/last-applied-configuration" or "f:kubectl.kubernetes.io/last-applied-configuration")).ToArray();
                    if (kept.Length > 0)
                        result[field] = Fields(new JsonObject(kept.Select(k => KeyValuePair.Create(k.Key, k.Value?.DeepClone()))));
                    break;
                case "f:metadata" when Fields((JsonObject)value) is { Count: 0 }:
                    break;
                case "resourceVersion" when value.ToString() is not "":
                    result[field] = "VERSION";
                    break;
                case "continue" when value.ToString() is { Length: > 0 } token:
                    result[field] = VersionInToken().Replace(Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(token)), "\"rv\":0");
                    break;
                case "caBundle":
                    result[field] = "CA";
                    break;
                default:
                    result[field] = Normalize(value);
                    break;
            }
        }

        return result;
    }

    // Entries of managedFields are ordered by time, which recordings and replays have their own of.
    private static IEnumerable<JsonNode?> Ordered(JsonArray array) =>
        array.Count > 1 && array[0] is JsonObject first && first.ContainsKey("fieldsType")
            ? array.OrderBy(e => ((JsonObject)e!).Text("manager") + ((JsonObject)e!).Text("operation"), StringComparer.Ordinal)
            : array;

    private static string Words(string text)
    {
        text = Uid().Replace(text, "UID");
        text = Time().Replace(text, "TIME");
        text = GeneratedName().Replace(text, "${prefix}GENERATED");
        text = Age().Replace(text, "AGE");
        text = Address().Replace(text, "ADDRESS");
        text = Current().Replace(text, "current: N");
        return GoDiff().Replace(text, "${said}");
    }

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Uid();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Time();

    [GeneratedRegex(@"\b(?<prefix>(probe|scanner)-)(?!7f3a)[a-z0-9]{5}\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex GeneratedName();

    [GeneratedRegex(@"^\d+[smhd]$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Age();

    [GeneratedRegex("0x[0-9a-f]{6,}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Address();

    [GeneratedRegex(@"current: \d+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Current();

    [GeneratedRegex(@"""rv"":-?\d+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex VersionInToken();

    /// <summary>A diff of Go structs follows these words up to the end of the text.</summary>
    [GeneratedRegex(@"(?<said>may not be changed|if it was previously negative\))\n.*", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex GoDiff();
}
