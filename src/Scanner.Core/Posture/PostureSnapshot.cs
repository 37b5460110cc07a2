namespace Scanner.Core.Posture;

/// <summary>All that a worker knows at one moment. Immutable; everything that is published comes from one of these.</summary>
/// <param name="Number">Grows by one from snapshot to snapshot.</param>
/// <param name="ComposedAt">The moment.</param>
/// <param name="Scan">
/// As a single scan would show it. Its start and duration are those of the last full scan; what was learnt since is in it too, each
/// namespace with the time of its answer.
/// </param>
/// <param name="FullScans">How the full scans fare.</param>
public sealed record PostureSnapshot(long Number, DateTimeOffset ComposedAt, ScanResult Scan, FullScanState FullScans);
