using System.Collections.Immutable;

namespace Scanner.Rights;

/// <summary>A right that a command calls for.</summary>
/// <param name="By">Which command.</param>
/// <param name="Group">API group; empty for the core group, null for URLs that are no resources.</param>
/// <param name="Resources">With their subresources, as RBAC writes them; or URLs. <c>*</c> where the resources of a group are not known before.</param>
/// <param name="Why">One sentence without its full stop.</param>
internal sealed record NeededRight(RightUser By, string? Group, ImmutableArray<string> Resources, ImmutableArray<string> Verbs, string Why)
{
    /// <summary>Where it is needed.</summary>
    public RightScope Scope { get; init; }

    /// <summary>The objects that it is needed for; empty for all.</summary>
    public ImmutableArray<string> Names { get; init; } = [];
}
