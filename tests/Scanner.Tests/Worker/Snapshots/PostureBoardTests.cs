using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Core.Posture;
using Scanner.Publishing.Board;
using Scanner.Worker.Snapshots;

namespace Scanner.Tests.Worker.Snapshots;

public sealed class PostureBoardTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    private readonly PostureBoard _board = new();

    [Fact]
    public async Task When_ThereAlready_IsGivenAtOnce()
    {
        _board.Publish(Snapshot(1));
        Assert.Equal(1, (await _board.WhenAsync(s => s.Number == 1, default)).Number);
    }

    [Fact]
    public async Task When_Later_IsGivenToAllWhoWait()
    {
        var waits = Enumerable.Range(0, 3).Select(_ => _board.WhenAsync(s => s.Number == 3, default)).ToList();
        _board.Publish(Snapshot(1));
        _board.Publish(Snapshot(2));
        Assert.All(waits, w => Assert.False(w.IsCompleted));
        _board.Publish(Snapshot(3));
        Assert.All(await Task.WhenAll(waits).WaitAsync(s_limit), s => Assert.Equal(3, s.Number));
    }

    [Fact]
    public async Task When_Cancelled_Throws()
    {
        using var stop = new CancellationTokenSource();
        var wait = _board.WhenAsync(_ => true, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }

    [Fact]
    public async Task EarlierVerdicts_OfTheLastSnapshot_KeepALossStanding()
    {
        _board.Publish(Snapshot(
            1,
            Namespace("good", Verdict.Protected, null),
            Namespace("open", Verdict.Unprotected, null),
            Namespace("lost", Verdict.Unprotected, Verdict.Protected),
            Namespace("opened", Verdict.Unprotected, Verdict.Sanitized),
            Namespace("stale", Verdict.Unknown, Verdict.Blocked),
            Namespace("empty", Verdict.Unknown, null)));
        var earlier = await new EarlierVerdictsInMemory(_board).ReadAsync(default);
        Assert.Equal(
            ["good Protected", "lost Protected", "open Unprotected", "opened Unprotected", "stale Blocked"],
            earlier.Select(e => $"{e.Key} {e.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task EarlierVerdicts_NoSnapshot_NobodyRemembers() => Assert.Empty(await new EarlierVerdictsInMemory(_board).ReadAsync(default));

    private static NamespacePosture Namespace(string name, Verdict verdict, Verdict? earlier) => new() { Name = name, Verdict = verdict, EarlierVerdict = earlier };

    private static PostureSnapshot Snapshot(long number, params ReadOnlySpan<NamespacePosture> namespaces)
    {
        var scan = new ScanResult { Cluster = new ClusterReference("https://x", null, null), StartedAt = default, Duration = default, Namespaces = [.. namespaces] };
        return new PostureSnapshot(number, default, scan, FullScanState.None);
    }
}
