using Scanner.Simulator.Storage;

namespace Scanner.Simulator.Serving;

/// <summary>One page of a list.</summary>
/// <param name="Continue">Null on the last page.</param>
/// <param name="Remaining">Objects after this page; null when it is the last one or a selector makes it unknown.</param>
internal sealed record ListPage(IReadOnlyList<StoredObject> Items, long Version, string? Continue, long? Remaining);
