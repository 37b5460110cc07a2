using System.Collections.Immutable;

namespace Scanner.Policies.Decisions;

/// <summary>What of a namespace and of a pod the answers of a policy can depend on. More than they do depend on costs time only.</summary>
/// <param name="NamespaceLabels">The keys of the labels that are read.</param>
/// <param name="ReadsNamespace">Its name, or anything else of it, is read as well.</param>
/// <param name="ReadsPodMetadata">Name, labels or annotations of the pod are read.</param>
/// <param name="Examples">Namespaces and pods that the policy is for, for the case that the cluster has none.</param>
public sealed record PolicyScope(
    ImmutableSortedSet<string> NamespaceLabels, bool ReadsNamespace, bool ReadsPodMetadata, ImmutableArray<ScopeExample> Examples)
{
    /// <summary>
    /// What is asked of the name of a namespace, where that and the labels are all that is read of it: names with the same answers are alike
    /// to the policy. Null where anything may be read.
    /// </summary>
    public ImmutableArray<Predicate<string>>? NameTests { get; init; }

    /// <summary>
    /// The keys of the labels of a pod that are read, where selectors alone read it: pods with the same values are alike to the policy. Null
    /// where anything may be read.
    /// </summary>
    public ImmutableSortedSet<string>? PodLabels { get; init; }

    /// <summary>False where it is certain that no answer depends on containers. Whether there is any answer may still not be known.</summary>
    public bool ReadsContainers { get; init; } = true;
}
