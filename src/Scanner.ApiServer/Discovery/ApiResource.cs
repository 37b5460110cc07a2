using System.Collections.Immutable;
using k8s.Models;

namespace Scanner.ApiServer.Discovery;

/// <summary>One entry of an <c>APIResourceList</c>.</summary>
/// <param name="Name">Plural, with the subresource after a slash: <c>pods/ephemeralcontainers</c>.</param>
/// <param name="Kind">Kind of the object it takes.</param>
public sealed record ApiResource(string Name, string Kind, bool Namespaced, ImmutableArray<string> Verbs)
{
    internal static ImmutableArray<ApiResource> From(V1APIResourceList list) => [.. (list.Resources ?? []).OfType<V1APIResource>().Select(From)];

    private static ApiResource From(V1APIResource resource) =>
        new(resource.Name ?? "", resource.Kind ?? "", resource.Namespaced, [.. (resource.Verbs ?? []).OfType<string>()]);
}
