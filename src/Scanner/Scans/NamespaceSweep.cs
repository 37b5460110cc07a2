using Scanner.Core.Admission.Verdicts;
using Scanner.Inventory;
using Scanner.Probing;

namespace Scanner.Scans;

/// <summary>
/// Comes to the verdicts of all namespaces, breadth first: every namespace is asked the question that says most before any is asked its
/// second, so that whoever interrupts a scan of a large cluster has learnt the most.
/// </summary>
internal sealed class NamespaceSweep(NamespaceJudge judge, ClusterInventory inventory, IScanProgress progress)
{
    private readonly TaskCompletionSource<BegunNamespace>[] _begun =
        [.. inventory.Namespaces.Select(_ => new TaskCompletionSource<BegunNamespace>(TaskCreationOptions.RunContinuationsAsynchronously))];

    private readonly NamespacePosture?[] _known = new NamespacePosture?[inventory.Namespaces.Length];
    private int _steps;

    /// <summary>The verdicts in the order of the namespaces; null for those of which nothing is known when the scan is interrupted.</summary>
    /// <param name="concurrency">Namespaces at once.</param>
    public async Task<NamespacePosture?[]> RunAsync(int concurrency, CancellationToken cancellationToken)
    {
        var count = inventory.Namespaces.Length;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken };
        try
        {
            // An enumeration is handed out in its order: whoever finishes a namespace waits at most for somebody who has begun with it.
            await Parallel.ForEachAsync(
                Enumerable.Range(0, 2 * count),
                parallel,
                async (at, token) => await (at < count ? BeginAsync(at, token) : FinishAsync(at - count, token)));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What is known is known.
        }

        return _known;
    }

    private async Task BeginAsync(int at, CancellationToken cancellationToken)
    {
        var ns = inventory.Namespaces[at];
        var begun = await judge.BeginAsync(ns, inventory.Pods[ns.Name], inventory.Unlisted.GetValueOrDefault(ns.Name), cancellationToken);
        _known[at] = begun.Known;
        _begun[at].SetResult(begun);
        Step();
    }

    private async Task FinishAsync(int at, CancellationToken cancellationToken)
    {
        _known[at] = await judge.FinishAsync(await _begun[at].Task.WaitAsync(cancellationToken), cancellationToken);
        Step();
    }

    // Both rounds take their time, so each counts for a half.
    private void Step()
    {
        lock (progress)
            progress.NamespacesProbed(++_steps / 2, _known.Length);
    }
}
