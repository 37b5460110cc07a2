using System.Collections.Immutable;
using k8s.Models;

namespace Scanner.ApiServer.Discovery;

/// <summary>One entry of <c>/apis</c>.</summary>
/// <param name="Versions">In the server's order of preference.</param>
public sealed record ApiGroup(string Name, ImmutableArray<string> Versions)
{
    internal static ImmutableArray<ApiGroup> From(V1APIGroupList list) => [.. (list.Groups ?? []).OfType<V1APIGroup>().Select(From)];

    private static ApiGroup From(V1APIGroup group) => new(group.Name ?? "", [.. (group.Versions ?? []).Select(v => v?.Version).OfType<string>()]);
}
