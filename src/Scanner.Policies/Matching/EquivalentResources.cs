using System.Collections.Immutable;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Matching;

/// <summary>
/// The other versions in which the API server serves the objects of a resource: <c>matchPolicy: Equivalent</c> matches them too, and never
/// adds a subresource. Pods have one version; of the built-in kinds these have several from 1.26 on.
/// </summary>
internal static class EquivalentResources
{
    private static readonly ImmutableArray<ImmutableArray<GroupVersionResource>> s_same =
    [
        [new("autoscaling", "v1", "horizontalpodautoscalers"), new("autoscaling", "v2", "horizontalpodautoscalers")],
        [new("", "v1", "events"), new("events.k8s.io", "v1", "events")],
    ];

    public static IEnumerable<GroupVersionResource> Of(GroupVersionResource resource) =>
        s_same.Where(s => s.Contains(resource)).SelectMany(s => s).Where(r => r != resource);
}
