using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Scanner.Simulator.Objects;

namespace Scanner.Simulator.Selectors;

/// <summary>A label selector, from a query parameter or from a <c>metav1.LabelSelector</c> object.</summary>
internal sealed class LabelSelector
{
    public static readonly LabelSelector Everything = new([]);

    private readonly ImmutableArray<LabelRequirement> _requirements;

    private LabelSelector(ImmutableArray<LabelRequirement> requirements) => _requirements = requirements;

    public bool IsEverything => _requirements.IsEmpty;

    public bool Matches(IReadOnlyDictionary<string, string> labels) => _requirements.All(r => r.Matches(labels));

    /// <summary>Reads <c>a=b,c!=d,e in (f,g),h notin (i),j,!k</c>.</summary>
    /// <exception cref="FormatException">Not a selector; the message is for the client.</exception>
    public static LabelSelector Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return Everything;
        return new LabelSelector([.. Split(text).Select(ParseRequirement)]);
    }

    /// <summary>Reads <c>matchLabels</c> and <c>matchExpressions</c>; an empty selector selects everything.</summary>
    public static LabelSelector FromObject(JsonObject selector)
    {
        var labels = (selector.Object("matchLabels") ?? []).Select(l => new LabelRequirement(l.Key, LabelOperator.In, [l.Value?.GetValue<string>() ?? ""]));
        var expressions = selector.Objects("matchExpressions").Select(e => new LabelRequirement(
            e.Text("key") ?? "",
            Enum.Parse<LabelOperator>(e.Text("operator") ?? ""),
            [.. e.Texts("values")]));
        return new LabelSelector([.. labels, .. expressions]);
    }

    // Commas separate requirements, but not inside parentheses.
    private static IEnumerable<string> Split(string text)
    {
        var (start, depth) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (text[i] == ',' && depth == 0)
            {
                yield return text[start..i].Trim();
                start = i + 1;
            }
        }

        yield return text[start..].Trim();
    }

    private static LabelRequirement ParseRequirement(string text)
    {
        if (text.StartsWith('!'))
            return new LabelRequirement(Key(text[1..], text), LabelOperator.DoesNotExist, []);
        var open = text.IndexOf('(', StringComparison.Ordinal);
        if (open >= 0)
            return SetBased(text, open);
        foreach (var (sign, op) in new[] { ("!=", LabelOperator.NotIn), ("==", LabelOperator.In), ("=", LabelOperator.In) })
        {
            var at = text.IndexOf(sign, StringComparison.Ordinal);
            if (at >= 0)
                return new LabelRequirement(Key(text[..at], text), op, [Value(text[(at + sign.Length)..], text)]);
        }

        return new LabelRequirement(Key(text, text), LabelOperator.Exists, []);
    }

    private static LabelRequirement SetBased(string text, int open)
    {
        var words = text[..open].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length != 2 || words[1] is not ("in" or "notin") || !text.EndsWith(')'))
            throw Unparsable(text, "expected: 'in', 'notin'");
        var values = text[(open + 1)..^1].Split(',').Select(v => v.Trim()).ToImmutableArray();
        return new LabelRequirement(Key(words[0], text), words[1] == "in" ? LabelOperator.In : LabelOperator.NotIn, values);
    }

    private static string Key(string key, string text)
    {
        key = key.Trim();
        return key.Length > 0 && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/') ? key : throw Unparsable(text, "expected identifier");
    }

    private static string Value(string value, string text)
    {
        value = value.Trim();
        return value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') ? value : throw Unparsable(text, "expected: ',' or 'end of string'");
    }

    private static FormatException Unparsable(string text, string why) => new($"unable to parse requirement: found '{text}', {why}");
}
