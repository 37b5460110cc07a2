using System.Collections.Immutable;
using Scanner.ApiServer.DryRuns;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Targets;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Core.Posture;

namespace Scanner.Probing;

/// <summary>
/// Asks a namespace about which something is known: first the workloads that were open, until one of them still is, then those whose turn
/// it is.
/// </summary>
/// <param name="dryRun">Sends what is asked.</param>
/// <param name="answered">Told of every probe of a pod.</param>
internal sealed class NamespaceRound(IDryRunClient dryRun, ScanOptions options, SubresourceService subresource, Action<ProbeResult> answered, TimeProvider time)
{
    /// <summary>After this time no further pod of a namespace is asked in one round. The pod that is being asked has the time of a request.</summary>
    public static readonly TimeSpan Budget = TimeSpan.FromSeconds(20);

    /// <summary>Pods that may be asked at the same time, once the first has answered.</summary>
    public int AtOnce { get; init; } = 1;

    private readonly NamespaceJudge _judge = new(dryRun, options, subresource, answered);

    /// <summary>All that a round asks.</summary>
    /// <param name="pods">Of this namespace.</param>
    /// <param name="unlisted">Why <paramref name="pods"/> may not be all; null when they are.</param>
    public async Task<NamespacePosture> AskAsync(
        NamespaceFacts ns, IReadOnlyCollection<PodFacts> pods, Unlisted? unlisted, NamespaceKnowledge known, CancellationToken cancellationToken)
    {
        var turns = WorkloadTurns.Of(pods, options.TargetsPerNamespace, known);
        if (_judge.Unasked(ns.Name, pods.Count, turns.Any, turns.Skipped, unlisted) is { } unknown)
            return unknown;
        var targets = await TargetsAsync(turns, cancellationToken);
        return _judge.Posture(ns.Name, await _judge.Prober.WithControlAsync(ns, targets, cancellationToken), turns.Skipped, pods, turns.Workloads);
    }

    /// <summary>One question to one pod, for a first answer. Null when the pod has gone meanwhile.</summary>
    /// <inheritdoc cref="AskAsync"/>
    public async Task<NamespacePosture?> AskFirstAsync(
        NamespaceFacts ns, IReadOnlyCollection<PodFacts> pods, Unlisted? unlisted, NamespaceKnowledge known, CancellationToken cancellationToken)
    {
        var turns = WorkloadTurns.Of(pods, options.TargetsPerNamespace, known);
        if (_judge.Unasked(ns.Name, pods.Count, turns.Any, turns.Skipped, unlisted) is { } unknown)
            return unknown;
        var target = await _judge.Prober.AskPrivilegedAsync(turns.Open.Concat(turns.Others).First().Pod, cancellationToken);
        return target is null ? null : _judge.FirstPosture(ns.Name, target, turns.Skipped, pods, turns.Workloads);
    }

    private async Task<ImmutableArray<TargetPosture>> TargetsAsync(WorkloadTurns turns, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var targets = ImmutableArray.CreateBuilder<TargetPosture>();
        foreach (var picks in Groups(turns.Open))
        {
            var asked = await NextAsync(picks);
            if (IsOver())
                return targets.ToImmutable();
            if (asked.Any(t => t?.Verdict == Verdict.Unprotected))
                break;
        }

        foreach (var picks in Groups(turns.Others))
        {
            await NextAsync(picks);
            if (IsOver())
                break;
        }

        return targets.ToImmutable();

        async Task<TargetPosture?[]> NextAsync(TargetPick[] picks)
        {
            var asked = await Task.WhenAll(picks.Select(pick => _judge.Prober.AskAsync(pick, cancellationToken)));
            targets.AddRange(asked.OfType<TargetPosture>());
            return asked;
        }

        bool IsOver() => targets.Any(NamespaceProber.EndsTheRound) || time.GetElapsedTime(start) > Budget;
    }

    // The first alone: mostly it is still open, and what the server refuses for one pod it refuses for the next.
    private IEnumerable<TargetPick[]> Groups(IEnumerable<TargetPick> picks) => picks.Take(1).Chunk(1).Concat(picks.Skip(1).Chunk(AtOnce));
}
