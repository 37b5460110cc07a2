using System.Collections.Immutable;
using Scanner.Policies.Decisions;
using Scanner.Policies.Matching;

namespace Scanner.Policies.Gatekeeper;

/// <summary>What a constraint or a mutator, its code and the installation read of namespaces and pods.</summary>
internal static class ConstraintScope
{
    /// <param name="reads">Of the code.</param>
    public static PolicyScope Of(ConstraintMatch match, MetadataReads reads, Installation installation)
    {
        var scope = SelectorScopes.Of([[.. installation.Webhooks.Select(w => w.Facts.Match), match.Selectors]], [.. installation.Webhooks.SelectMany(w => w.Facts.MatchConditions).Select(c => c.Expression)]);
        string[] patterns = [.. match.NamePatterns, .. installation.Excluded];
        return scope with
        {
            ReadsNamespace = scope.ReadsNamespace || patterns.Length > 0 || reads.Namespace,
            ReadsPodMetadata = scope.ReadsPodMetadata || match.ReadsName || reads.PodMetadata,
            PodLabels = match.ReadsName || reads.PodMetadata ? null : scope.PodLabels,
            NameTests = reads.Namespace
                ? null
                : scope.NameTests?.AddRange(patterns.Distinct().Select(p => (Predicate<string>)(name => Wildcard.Matches(p, name)))),
            Examples = [.. scope.Examples.Select(e => Named(e, match, installation))],
        };
    }

    /// <summary>By name and labels, the request itself aside.</summary>
    public static bool MayBeFor(
        ConstraintMatch match, Installation installation, string space, IReadOnlyDictionary<string, string> labels, bool areLabelsKnown) =>
        installation.Webhooks.Any(w => w.Facts.Match.MayBeFor(space, labels, areLabelsKnown))
        && installation.Excluded.All(e => !Wildcard.Matches(e, space))
        && match.MeansNamespace(space)
        && match.Selectors.MayBeFor(space, labels, areLabelsKnown);

    /// <summary>The name that a selector asks for, or one that the match names and nothing excludes.</summary>
    private static ScopeExample Named(ScopeExample example, ConstraintMatch match, Installation installation)
    {
        if (example.NamespaceLabels.ContainsKey(NamespaceLabels.Name))
            return example;
        var name = match.ExampleNamespaces.FirstOrDefault(n => match.MeansNamespace(n) && !installation.Excluded.Any(e => Wildcard.Matches(e, n)));
        return name is null ? example : example with { Namespace = name };
    }
}
