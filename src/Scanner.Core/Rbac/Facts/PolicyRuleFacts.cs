using System.Collections.Immutable;

namespace Scanner.Core.Rbac.Facts;

/// <summary>
/// One <c>rbac/v1 PolicyRule</c> about resources (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-resources).
/// Rules about non-resource URLs are never kept.
/// </summary>
public sealed record PolicyRuleFacts(ImmutableArray<string> Verbs, ImmutableArray<string> ApiGroups, ImmutableArray<string> Resources, ImmutableArray<string> ResourceNames)
{
    public bool Equals(PolicyRuleFacts? other) =>
        other is not null && Verbs.SequenceEqual(other.Verbs) && ApiGroups.SequenceEqual(other.ApiGroups)
        && Resources.SequenceEqual(other.Resources) && ResourceNames.SequenceEqual(other.ResourceNames);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var list in new[] { Verbs, ApiGroups, Resources, ResourceNames })
        {
            hash.Add(list.Length);
            foreach (var text in list)
                hash.Add(text);
        }

        return hash.ToHashCode();
    }
}
