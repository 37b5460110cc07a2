using System.Text.Json.Nodes;

namespace Scanner.Simulator.Admission.Matching;

/// <summary>Evaluates a <c>metav1.LabelSelector</c>: an absent or empty one matches everything.</summary>
internal static class LabelSelector
{
    public static bool Matches(JsonObject? selector, IReadOnlyDictionary<string, string> labels) =>
        selector.Map("matchLabels").All(wanted => labels.TryGetValue(wanted.Key, out var value) && value == wanted.Value)
        && selector.Objects("matchExpressions").All(expression => MatchesExpression(expression, labels));

    public static bool IsEmpty(JsonObject? selector) => selector.Map("matchLabels").Count == 0 && !selector.Objects("matchExpressions").Any();

    private static bool MatchesExpression(JsonObject expression, IReadOnlyDictionary<string, string> labels)
    {
        var present = labels.TryGetValue(expression.Text("key") ?? "", out var value);
        var listed = present && expression.Texts("values").Contains(value, StringComparer.Ordinal);
        return expression.Text("operator") switch
        {
            "In" => listed,
            "NotIn" => !listed,
            "Exists" => present,
            "DoesNotExist" => !present,
            _ => false,
        };
    }
}
