namespace Scanner.Simulator.Storage;

/// <summary>One change, or a request for a bookmark.</summary>
/// <param name="Version">The resourceVersion at which it happened.</param>
/// <param name="Kind">What happened to the object, before any selector.</param>
/// <param name="Object">The object after the change (as it was, with the new version, when deleted); null for a bookmark.</param>
/// <param name="Previous">The object before the change; null when added.</param>
internal sealed record WatchRecord(long Version, WatchKind Kind, StoredObject? Object, StoredObject? Previous);
