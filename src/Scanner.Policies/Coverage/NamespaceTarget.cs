using System.Collections.Immutable;
using System.Text.Json;

namespace Scanner.Policies.Coverage;

/// <summary>A namespace that policies are asked about.</summary>
/// <param name="Pods">
/// Pods that are there, of which name and labels are read; one of each combination of labels is enough. Without any a pod is made up.
/// </param>
public sealed record NamespaceTarget(string Name, IReadOnlyDictionary<string, string> Labels, ImmutableArray<JsonElement> Pods)
{
    /// <summary>False where the Namespace object is not known, so that it may have other labels than these.</summary>
    public bool AreLabelsKnown { get; init; } = true;
}
