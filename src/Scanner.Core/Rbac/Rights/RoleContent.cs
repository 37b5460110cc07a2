using System.Collections.Immutable;
using Scanner.Core.Rbac.Facts;

namespace Scanner.Core.Rbac.Rights;

/// <summary>What the rules of one role come to: for each right, the objects it holds for.</summary>
internal sealed class RoleContent : IEquatable<RoleContent>
{
    private readonly ObjectNames?[] _names = new ObjectNames?[PermissionAccesses.Count];

    private RoleContent()
    {
    }

    public static RoleContent None { get; } = new();

    public bool IsEmpty => ReferenceEquals(this, None);

    /// <summary>The right to start pods.</summary>
    public bool CreatesPods { get; private set; }

    /// <summary>It gives the right to add ephemeral containers, or one by which that can be had.</summary>
    public bool LeadsToIt => _names.AsSpan().ContainsAnyExcept((ObjectNames?)null);

    /// <summary>The right to add ephemeral containers comes from wildcards alone.</summary>
    public bool IsWildcard { get; private set; }

    /// <summary>The right to add an ephemeral container to some pod at least.</summary>
    public bool AddsEphemeralContainers =>
        this[Permission.PatchEphemeralContainers] is { CanBeHad: true } || this[Permission.UpdateEphemeralContainers] is { CanBeHad: true };

    /// <summary>Null when the role does not give the right.</summary>
    public ObjectNames? this[Permission permission] => _names[(int)permission];

    public static RoleContent Of(ImmutableArray<PolicyRuleFacts> rules)
    {
        RoleContent? content = null;
        var named = false;
        foreach (var rule in rules)
        {
            if (RuleMatching.Allows(rule, PermissionAccesses.CreatePods) && ObjectNames.Of(rule.ResourceNames).AllowsCreation)
                (content ??= new RoleContent()).CreatesPods = true;
            foreach (var (permission, access) in PermissionAccesses.All)
            {
                if (!RuleMatching.Allows(rule, access))
                    continue;
                content ??= new RoleContent();
                ref var names = ref content._names[(int)permission];
                var more = ObjectNames.Of(rule.ResourceNames);
                names = names?.Union(more) ?? more;
                named |= permission <= Permission.UpdateEphemeralContainers && !RuleMatching.IsWildcard(rule, access);
            }
        }

        if (content is null)
            return None;
        content.IsWildcard = content.AddsEphemeralContainers && !named;
        return content;
    }

    public bool Equals(RoleContent? other) =>
        other is not null && (IsWildcard, CreatesPods) == (other.IsWildcard, other.CreatesPods)
        && _names.AsSpan().SequenceEqual(other._names);

    public override bool Equals(object? obj) => Equals(obj as RoleContent);

    public override int GetHashCode() => HashCode.Combine(IsWildcard, this[Permission.PatchEphemeralContainers]);
}
