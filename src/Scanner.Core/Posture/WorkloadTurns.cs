using System.Collections.Immutable;
using Scanner.Core.Admission.Targets;
using Scanner.Core.Cluster;

namespace Scanner.Core.Posture;

/// <summary>Which workloads of a namespace a worker asks next, so that over time each has its turn.</summary>
/// <param name="Open">Found open before: asked first, for nobody else can say that they are so no more.</param>
/// <param name="Others">Those never asked first, then those not asked for longest.</param>
/// <param name="Skipped">Pods that are not asked now and were not before.</param>
/// <param name="Workloads">How many workloads have a pod that can be probed.</param>
public sealed record WorkloadTurns(
    ImmutableArray<TargetPick> Open, ImmutableArray<TargetPick> Others, ImmutableArray<SkippedPod> Skipped, int Workloads)
{
    /// <summary>There is something to ask.</summary>
    public bool Any => !Open.IsEmpty || !Others.IsEmpty;

    /// <param name="pods">Of one namespace.</param>
    /// <param name="limit">Most pods to probe that were not found open before, at least 1; one less where there are such.</param>
    public static WorkloadTurns Of(IReadOnlyCollection<PodFacts> pods, int limit, NamespaceKnowledge known)
    {
        var all = TargetSelector.Choose(pods, int.MaxValue, 0);
        // As long as nobody was asked the worker chooses as a single scan does.
        var first = TargetSelector.Choose(pods, limit, 0).Picks.Select(p => p.Pod).ToHashSet(ReferenceEqualityComparer.Instance);
        var turns = all.Picks.Select(p => (Pick: p, Answer: known.Answers.GetValueOrDefault(p.Pod.Workload.ToString()))).ToList();
        var open = turns.Where(t => t.Answer is { IsOpen: true }).OrderBy(t => t.Answer!.At.Clock).Select(t => t.Pick).ToImmutableArray();
        var others = turns
            .Where(t => t.Answer is not { IsOpen: true })
            .OrderBy(t => t.Answer?.At.Clock ?? TimeSpan.MinValue)
            .ThenBy(t => first.Contains(t.Pick.Pod) ? 0 : 1)
            .ToList();
        var now = open.IsEmpty ? limit : limit - 1;
        return new WorkloadTurns(
            open,
            [.. others.Take(now).Select(t => t.Pick)],
            [
                .. all.Skipped
                    .Concat(others.Skip(now).Where(t => t.Answer is null).Select(t => new SkippedPod(t.Pick.Pod.Name, SkipReason.OverLimit)))
                    .OrderBy(s => s.Pod, StringComparer.Ordinal),
            ],
            all.Workloads);
    }
}
