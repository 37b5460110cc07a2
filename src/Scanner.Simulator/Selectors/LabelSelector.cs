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

    /// <summary>Reads <c>a=b,c!=d,e in (f,g),h notin (i),j,!k,l>1</c>.</summary>
    /// <exception cref="FormatException">Not a selector; the message is for the client.</exception>
    public static LabelSelector Parse(string? text) =>
        string.IsNullOrEmpty(text) ? Everything : new LabelSelector(new LabelSelectorParser(text).Parse());

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
}
