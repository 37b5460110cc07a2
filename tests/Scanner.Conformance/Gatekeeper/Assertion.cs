using System.Text.Json;
using Scanner.Policies.Cel.Patterns;
using Scanner.Policies.Matching;

namespace Scanner.Conformance.Gatekeeper;

/// <summary>How many messages a case wants, perhaps of those that a pattern matches. Source: gatekeeper/pkg/gator/verify.</summary>
internal static class Assertion
{
    /// <summary>Null where it holds.</summary>
    public static string? WhyNot(JsonElement assertion, string[] messages)
    {
        var pattern = MatchReader.Text(assertion, "message");
        var regex = pattern.Length == 0 ? null : Re2Pattern.Compile(pattern).Regex;
        if (pattern.Length > 0 && regex is null)
            return $"the pattern {pattern} cannot be read";
        var count = messages.Count(m => regex is null || regex.IsMatch(m));
        var holds = MatchReader.Child(assertion, "violations") switch
        {
            { ValueKind: JsonValueKind.Number } number => count == number.GetInt32(),
            { ValueKind: JsonValueKind.False } => count == 0,
            { ValueKind: JsonValueKind.String } text when text.GetString() == "no" => count == 0,
            _ => count > 0,
        };
        return holds ? null : $"{count} violations of {assertion.GetRawText()}: {string.Join(" | ", messages)}";
    }
}
