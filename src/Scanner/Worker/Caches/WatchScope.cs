using System.Collections.Immutable;

namespace Scanner.Worker.Caches;

/// <summary>Which namespaces the worker looks at.</summary>
/// <param name="Namespaces">Names; empty for all.</param>
/// <param name="NamespaceSelector">As kubectl's <c>-l</c>; null for all.</param>
internal sealed record WatchScope(ImmutableHashSet<string> Namespaces, string? NamespaceSelector)
{
    public static WatchScope All { get; } = new([], null);
}
