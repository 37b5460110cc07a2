using System.Text.Json;
using Scanner.Policies.Coverage;
using Scanner.Policies.Matching;

namespace Scanner.Policies.Bypasses;

/// <summary>What the texts of an object name: values, and what their expressions quote.</summary>
internal static class SourceWords
{
    private const int Longest = 200;

    /// <summary>What no exemption is written in.</summary>
    private static readonly string[] s_passed = ["metadata", "status", "crd", "clientConfig", "message", "messageExpression"];

    /// <summary>In the order of the text, each once.</summary>
    public static IEnumerable<string> Of(JsonElement item) => Texts(item).SelectMany(Parts).Where(w => w.Length is > 0 and <= Longest).Distinct(StringComparer.Ordinal);

    /// <summary>Labels that selectors name, with a value each; those that are excluded may stand for another value of the same label.</summary>
    public static IEnumerable<(string Key, string Value, bool IsExcluded)> Labels(JsonElement item)
    {
        if (item.ValueKind is JsonValueKind.Array)
        {
            foreach (var label in item.EnumerateArray().SelectMany(Labels))
                yield return label;
        }

        if (item.ValueKind is not JsonValueKind.Object)
            yield break;
        foreach (var label in MatchReader.Child(item, "matchLabels") is { ValueKind: JsonValueKind.Object } labels ? labels.EnumerateObject() : default)
            yield return (label.Name, label.Value.ToString(), false);
        foreach (var requirement in MatchReader.Items(item, "matchExpressions"))
        {
            var values = MatchReader.Texts(requirement, "values");
            foreach (var value in values.IsEmpty ? ["true"] : values)
                yield return (MatchReader.Text(requirement, "key"), value, MatchReader.Text(requirement, "operator") == "NotIn");
        }

        foreach (var label in item.EnumerateObject().Where(f => f.Name is not ("metadata" or "status" or "crd")).SelectMany(f => Labels(f.Value)))
            yield return label;
    }

    private static IEnumerable<string> Texts(JsonElement item) => item.ValueKind switch
    {
        JsonValueKind.String => [item.GetString()!],
        JsonValueKind.Array => item.EnumerateArray().SelectMany(Texts),
        JsonValueKind.Object => item.EnumerateObject().Where(f => !s_passed.Contains(f.Name)).SelectMany(f => Texts(f.Value)),
        _ => [],
    };

    /// <summary>A text that quotes is an expression; others are a value, or several with commas between them.</summary>
    private static IEnumerable<string> Parts(string text)
    {
        var quoted = PodAlterations.Quoted(text).ToList();
        return quoted.Count > 0 ? quoted : text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }
}
