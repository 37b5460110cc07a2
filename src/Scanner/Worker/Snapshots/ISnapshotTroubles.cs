using Scanner.Core.Posture;

namespace Scanner.Worker.Snapshots;

/// <summary>Something beside the watches that went wrong, and that every snapshot says as long as it lasts. Thread-safe.</summary>
internal interface ISnapshotTroubles
{
    /// <summary>Null when all is well.</summary>
    ScanError? Trouble { get; }
}
