using Scanner.Core.Posture;
using Scanner.Publishing.Board;
using Scanner.Worker.Leading;
using Scanner.Worker.Work;

namespace Scanner.Worker.Snapshots;

/// <summary>Hands each snapshot that this replica answers for to those who tell of changes.</summary>
internal sealed class SnapshotFollower(PostureBoard board, ILeaderElection election, KnownNamespaces known, IEnumerable<ISnapshotReader> readers)
{
    private readonly List<ISnapshotReader> _readers = [.. readers];

    /// <summary>Until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var together = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Task> parts = [FollowAsync(together.Token), .. _readers.Select(r => r.RunAsync(together.Token))];
        await Task.WhenAny(parts);
        await together.CancelAsync();
        await Task.WhenAll(parts);
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        for (var seen = 0L; _readers.Count > 0;)
        {
            var snapshot = await board.WhenAsync(s => s.Number > seen, cancellationToken);
            seen = snapshot.Number;
            // Between the election and the beginning of the term the board still has what an earlier term left.
            var standing = election.IsLeader && known.IsLeading && snapshot.FullScans.LastResult is not null ? snapshot : null;
            _readers.ForEach(r => r.Read(standing));
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
    }
}
