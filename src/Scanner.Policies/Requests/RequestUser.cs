using System.Collections.Immutable;

namespace Scanner.Policies.Requests;

/// <summary>Who asks.</summary>
public sealed record RequestUser(string Name, ImmutableArray<string> Groups)
{
    /// <summary>The roles bound to the user in the namespace, as <c>namespace:name</c>; null where they are not known.</summary>
    public ImmutableArray<string>? Roles { get; init; }

    /// <summary>The cluster roles bound to the user; null where they are not known.</summary>
    public ImmutableArray<string>? ClusterRoles { get; init; }
}
