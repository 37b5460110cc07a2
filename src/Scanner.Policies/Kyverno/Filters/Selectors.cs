using Scanner.Core.Cluster.Selectors;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.JmesPath.Values;
using Scanner.Policies.Kyverno.Trees;
using Scanner.Policies.Matching;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Kyverno.Filters;

/// <summary>Label selectors, in which <c>matchLabels</c> may have wildcards in keys and values.</summary>
internal static class Selectors
{
    public static bool Selects(CelValue selector, IReadOnlyDictionary<string, string> labels) =>
        Tree.Pairs(selector, "matchLabels").All(p => IsMet(p.Key, p.Value, labels))
        && Array.TrueForAll(Tree.Items(selector, "matchExpressions"), e =>
            new LabelRequirementFacts(Tree.Text(e, "key"), Tree.Text(e, "operator"), Tree.Texts(e, "values")).Matches(labels));

    /// <summary>True, false, or unknown where it asks for labels that are not known.</summary>
    public static CelValue SelectsNamespace(CelValue selector, AdmissionRequest request)
    {
        var labels = new Dictionary<string, string>(request.NamespaceLabels) { [NamespaceLabels.Name] = request.Namespace };
        if (request.AreNamespaceLabelsKnown || !Keys(selector).Any(k => Wildcard.IsIn(k) || !labels.ContainsKey(k)))
            return CelBool.Of(Selects(selector, labels));
        return CelUnknown.Of($"the labels of namespace {request.Namespace}");
    }

    private static IEnumerable<string> Keys(CelValue selector) =>
        Tree.Pairs(selector, "matchLabels").Keys.Concat(Tree.Items(selector, "matchExpressions").Select(e => Tree.Text(e, "key")));

    private static bool IsMet(string key, string value, IReadOnlyDictionary<string, string> labels) => Wildcard.IsIn(key) || Wildcard.IsIn(value)
        ? labels.Any(l => Wildcard.Matches(key, l.Key) && Wildcard.Matches(value, l.Value))
        : labels.TryGetValue(key, out var present) && present == value;
}
