using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Scanner.IntegrationTests.Conformance;

/// <summary>Prints the answers of one case so that those of two servers can be compared: what differs from run to run gets a name.</summary>
internal sealed partial class AnswerText(string ns)
{
    private static readonly JsonSerializerOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Dictionary<string, string> _uids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _versions = new(StringComparer.Ordinal);

    /// <summary>A body with the names of this case in it, as the server knows them.</summary>
    public string Fill(string body)
    {
        foreach (var (real, name) in _uids.Concat(_versions).OrderByDescending(p => p.Value.Length))
            body = body.Replace("$" + name, real, StringComparison.Ordinal);
        return body.Replace("NS", ns, StringComparison.Ordinal);
    }

    /// <summary>The answer's lines: status, warnings, body.</summary>
    public IEnumerable<string> Print(int status, IEnumerable<string> warnings, string body) =>
        [$"< {status}", .. warnings.Select(w => "! " + Plain(w)), "< " + Plain(Body(body))];

    private string Body(string body)
    {
        try
        {
            return JsonNode.Parse(body) is JsonObject obj ? Text(Canonical(obj)) : body;
        }
        catch (JsonException)
        {
            return Text(body);
        }
    }

    private JsonObject Canonical(JsonObject obj)
    {
        var kind = obj["kind"]?.ToString() ?? "";
        if (obj["items"] is JsonArray items)
            return new JsonObject { ["kind"] = kind, ["names"] = new JsonArray([.. items.Select(i => i!["metadata"]!["name"]!.DeepClone())]) };
        if (kind == "Status")
            CanonicalStatus(obj);
        else if (obj["metadata"] is JsonObject metadata)
            CanonicalMetadata(metadata);
        return obj;
    }

    private void CanonicalMetadata(JsonObject metadata)
    {
        Name(metadata, "uid", _uids);
        Name(metadata, "resourceVersion", _versions, "rv");
        if (metadata["managedFields"] is not JsonArray entries)
            return;
        // Two entries of one second stand in the order of their names, those of two seconds in that of time: so the order means nothing.
        metadata["managedFields"] = new JsonObject(entries.Select(e => KeyValuePair.Create(
            string.Join(' ', new[] { "manager", "operation", "apiVersion", "subresource" }.Select(f => e![f]?.ToString()).Where(t => t is not null)),
            e!["fieldsV1"]?.DeepClone())));
    }

    private void CanonicalStatus(JsonObject status)
    {
        foreach (var field in new[] { "kind", "apiVersion", "metadata", "code" })
            status.Remove(field);
        if (status["status"]?.ToString() == "Failure")
            status.Remove("status");
        WithoutDiff(status);
        if (status["details"] is not JsonObject details)
            return;
        Name(details, "uid", _uids);
        if (details["causes"] is not JsonArray causes)
            return;
        foreach (var cause in causes.OfType<JsonObject>())
            WithoutDiff(cause);
        // The real server goes through maps, so causes come in any order, and some twice.
        var texts = causes.Select(c => Text(Sorted(c)!)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        details["causes"] = new JsonArray([.. texts.Select(t => JsonNode.Parse(t))]);
        if (texts.Length > 1 && status["message"]?.ToString() is { } message && message.Contains(" is invalid: [", StringComparison.Ordinal))
            status["message"] = message[..(message.IndexOf(" is invalid: [", StringComparison.Ordinal) + " is invalid:".Length)];
    }

    // What an update changed is printed as a Go diff, whose form is not part of the API; a patched object in the order of Go's structs.
    private static void WithoutDiff(JsonObject obj)
    {
        if (obj["message"]?.ToString() is not { } message)
            return;
        if (DiffPattern().Match(message) is { Success: true } found)
            message = message[..(found.Index + found.Length)];
        obj["message"] = PatchedPattern().Replace(message, "Invalid value: PATCHED: ");
    }

    private static void Name(JsonObject obj, string field, Dictionary<string, string> names, string? prefix = null)
    {
        if (obj[field]?.ToString() is not { Length: > 0 } value)
            return;
        if (!names.TryGetValue(value, out var name))
            names[value] = name = $"{prefix ?? field}{names.Count + 1}";
        obj[field] = name;
    }

    private string Plain(string text)
    {
        foreach (var (uid, name) in _uids)
            text = text.Replace(uid, name, StringComparison.Ordinal);
        text = TimePattern().Replace(text.Replace(ns, "NS", StringComparison.Ordinal), m => m.Value.StartsWith("2026-01-0", StringComparison.Ordinal) ? m.Value : "TIME");
        text = VersionPattern().Replace(text, m => _versions.TryGetValue(m.Groups["version"].Value, out var name) ? $"record ({name})" : m.Value);
        return SchemePattern().Replace(text, "in scheme \\\"SCHEME\\\"");
    }

    private static string Text(JsonNode node) => Sorted(node)!.ToJsonString(s_options);

    private static string Text(string text) => JsonSerializer.Serialize(text, s_options);

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject obj => new JsonObject(obj.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, Sorted(p.Value)))),
        JsonArray array => new JsonArray([.. array.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TimePattern();

    [GeneratedRegex(@"record \((?<version>\d+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VersionPattern();

    // Where the server was built.
    [GeneratedRegex(@"in scheme \\""[^""]*\\""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SchemePattern();

    [GeneratedRegex(@"may not (change fields other than [^\n]*|be changed)\n", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DiffPattern();

    [GeneratedRegex(@"Invalid value: ""\{(\\.|[^""\\])*"": ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PatchedPattern();
}
