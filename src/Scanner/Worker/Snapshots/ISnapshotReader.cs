using Scanner.Core.Posture;

namespace Scanner.Worker.Snapshots;

/// <summary>Somebody who tells what changed from snapshot to snapshot, such as events and notifications.</summary>
internal interface ISnapshotReader
{
    /// <summary>Called with one snapshot after the other, never by two threads at once; takes note and waits for nothing.</summary>
    /// <param name="snapshot">
    /// Null while this replica does not lead, or its first full scan has not ended: who led before has told what there was to tell, and the next
    /// snapshot is the first of another term.
    /// </param>
    void Read(PostureSnapshot? snapshot);

    /// <summary>Sends what was noted, until cancelled.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}
