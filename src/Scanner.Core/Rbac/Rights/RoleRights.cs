using System.Collections.Immutable;
using Scanner.Core.Rbac.Facts;

namespace Scanner.Core.Rbac.Rights;

/// <summary>What the rules of one role come to: for each right, the objects it holds for.</summary>
internal sealed class RoleRights : IEquatable<RoleRights>
{
    private readonly ObjectNames?[] _names = new ObjectNames?[WatchedRights.Count];

    private RoleRights()
    {
    }

    public static RoleRights None { get; } = new();

    public bool IsEmpty => ReferenceEquals(this, None);

    /// <summary>The right to add ephemeral containers comes from wildcards alone.</summary>
    public bool IsWildcard { get; private set; }

    /// <summary>The right to add an ephemeral container to some pod at least.</summary>
    public bool AddsEphemeralContainers => this[Right.PatchEphemeralContainers] is not null || this[Right.UpdateEphemeralContainers] is not null;

    /// <summary>Null when the role does not give the right.</summary>
    public ObjectNames? this[Right right] => _names[(int)right];

    public static RoleRights Of(ImmutableArray<PolicyRuleFacts> rules)
    {
        RoleRights? rights = null;
        var named = false;
        foreach (var rule in rules)
        {
            foreach (var (right, access) in WatchedRights.All)
            {
                if (!RuleMatching.Allows(rule, access))
                    continue;
                rights ??= new RoleRights();
                ref var names = ref rights._names[(int)right];
                var more = ObjectNames.Of(rule.ResourceNames);
                names = names?.Union(more) ?? more;
                named |= right <= Right.UpdateEphemeralContainers && !RuleMatching.IsWildcard(rule, access);
            }
        }

        if (rights is null)
            return None;
        rights.IsWildcard = rights.AddsEphemeralContainers && !named;
        return rights;
    }

    public bool Equals(RoleRights? other) => other is not null && IsWildcard == other.IsWildcard && _names.AsSpan().SequenceEqual(other._names);

    public override bool Equals(object? obj) => Equals(obj as RoleRights);

    public override int GetHashCode() => HashCode.Combine(IsWildcard, this[Right.PatchEphemeralContainers]);
}
