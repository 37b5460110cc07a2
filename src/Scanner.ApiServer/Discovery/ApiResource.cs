using System.Collections.Immutable;

namespace Scanner.ApiServer.Discovery;

/// <summary>One entry of an <c>APIResourceList</c>.</summary>
/// <param name="Name">Plural, with the subresource after a slash: <c>pods/ephemeralcontainers</c>.</param>
/// <param name="Kind">Kind of the object it takes.</param>
public sealed record ApiResource(string Name, string Kind, bool Namespaced, ImmutableArray<string> Verbs);
