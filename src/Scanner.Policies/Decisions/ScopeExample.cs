using System.Collections.Immutable;

namespace Scanner.Policies.Decisions;

/// <summary>A namespace and the labels of a pod in it that a policy's selectors select.</summary>
public sealed record ScopeExample(
    string Namespace, ImmutableDictionary<string, string> NamespaceLabels, ImmutableDictionary<string, string> PodLabels);
