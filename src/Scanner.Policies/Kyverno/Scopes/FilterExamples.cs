using System.Collections.Immutable;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Decisions;
using Scanner.Policies.Kyverno.Trees;

namespace Scanner.Policies.Kyverno.Scopes;

/// <summary>Namespaces and pods that filters of <c>match</c> mean.</summary>
internal static class FilterExamples
{
    /// <summary><c>any</c>, <c>all</c>, or the block itself.</summary>
    public static CelValue[] Filters(CelValue? block) => block is null ? [] : [.. Tree.Items(block, "any"), .. Tree.Items(block, "all"), block];

    /// <param name="together">Filters that must match together.</param>
    public static ScopeExample Of(CelValue[] together)
    {
        var (name, labels, pod) = ("made-up", ImmutableDictionary<string, string>.Empty, ImmutableDictionary<string, string>.Empty);
        foreach (var resources in together.Select(f => Tree.Get(f, "resources")))
        {
            if (Tree.Texts(resources, "namespaces") is [var pattern, ..])
                name = Made(pattern);
            labels = With(labels, Tree.Get(resources, "namespaceSelector"));
            pod = With(pod, Tree.Get(resources, "selector"));
        }

        return new ScopeExample(name, labels, pod);
    }

    private static ImmutableDictionary<string, string> With(ImmutableDictionary<string, string> labels, CelValue? selector)
    {
        foreach (var (key, value) in Tree.Pairs(selector, "matchLabels"))
            labels = labels.SetItem(Made(key), Made(value));
        foreach (var requirement in Tree.Items(selector, "matchExpressions"))
        {
            if (Tree.Text(requirement, "operator") is "In" or "Exists")
                labels = labels.SetItem(Tree.Text(requirement, "key"), Tree.Texts(requirement, "values") is [var first, ..] ? first : "");
        }

        return labels;
    }

    /// <summary>A text that a pattern matches.</summary>
    private static string Made(string pattern) => pattern.Replace("*", "made-up", StringComparison.Ordinal).Replace('?', 'a');
}
