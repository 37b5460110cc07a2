using System.Collections.Immutable;
using Scanner.Core.Admission.Targets;
using Scanner.Core.Admission.Verdicts;
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
        var turns = all.Picks.Select(p => new Turn(p, known)).ToList();
        var ended = Ended(pods, turns, known);
        var open = turns.Where(t => t.IsOpen).Concat(ended).OrderBy(t => t.AskedAt).Select(t => t.Pick).ToImmutableArray();
        var others = InOrder(turns.Where(t => !t.IsOpen).ToList(), pods, limit, known);
        var now = open.IsEmpty ? limit : limit - 1;
        var asked = ended.Select(t => t.Pick.Pod.Name).ToHashSet();
        return new WorkloadTurns(
            open,
            [.. others.Take(now).Select(t => t.Pick)],
            [
                .. all.Skipped
                    .Where(s => !asked.Contains(s.Pod))
                    .Concat(others.Skip(now).Where(t => t.Answer is null).Select(t => new SkippedPod(t.Pick.Pod.Name, SkipReason.OverLimit)))
                    .OrderBy(s => s.Pod, StringComparer.Ordinal),
            ],
            all.Workloads);
    }

    private static IEnumerable<Turn> InOrder(List<Turn> others, IReadOnlyCollection<PodFacts> pods, int limit, NamespaceKnowledge known)
    {
        // Where not all answers can be kept nothing else tells who was asked: they take turns in their order.
        if (known is { IsFull: true, LastTurn: { } last })
        {
            var next = After(others, last);
            return others.Skip(next).Concat(others.Take(next));
        }

        // As long as nobody was asked the worker chooses as a single scan does.
        var first = TargetSelector.Choose(pods, limit, 0).Picks.Select(p => p.Pod).ToHashSet(ReferenceEqualityComparer.Instance);
        return others.OrderBy(t => t.AskedAt).ThenBy(t => first.Contains(t.Pick.Pod) ? 0 : 1);
    }

    /// <summary>Where those begin who come after one that may have gone meanwhile.</summary>
    private static int After(List<Turn> others, TargetPosture last)
    {
        var at = others.FindIndex(t => t.Pick.Pod.Name == last.Pod);
        at = at < 0 ? others.FindLastIndex(t => t.Workload == last.Workload) : at;
        if (at >= 0)
            return at + 1;
        var next = others.Where(t => string.CompareOrdinal(t.Workload, last.Workload) > 0).MinBy(t => t.Workload, StringComparer.Ordinal);
        return next is null ? 0 : others.IndexOf(next);
    }

    // Beside living pods those that have ended are not asked. But of a workload that was open nobody else can say that it is so no more, and
    // the pod of a Job stays for days.
    private static List<Turn> Ended(IReadOnlyCollection<PodFacts> pods, List<Turn> living, NamespaceKnowledge known)
    {
        var open = known.Answers.Where(a => a.Value.IsOpen).Select(a => a.Key).ToHashSet();
        if (open.Count > 0)
            open.ExceptWith(living.Select(t => t.Workload));
        if (open.Count == 0)
            return [];
        return
        [
            .. pods
                .Where(p => p is { Mirror: false, Windows: false } && open.Contains(p.Workload.ToString()))
                .GroupBy(p => p.Workload)
                .Select(g => g.OrderBy(p => p.Name, StringComparer.Ordinal).ToList())
                .Select(g => new Turn(new TargetPick(g[0], [.. g.Skip(1).Take(1)]), known)),
        ];
    }

    private sealed class Turn
    {
        public Turn(TargetPick pick, NamespaceKnowledge known)
        {
            (Pick, Workload) = (pick, pick.Pod.Workload.ToString());
            Answer = known.Answers.GetValueOrDefault(Workload);
            // Who gives no answer was asked too, and must not have every turn.
            var (answered, unanswered) = (Answer?.At.Clock ?? TimeSpan.MinValue, known.Unanswered.GetValueOrDefault(Workload, TimeSpan.MinValue));
            AskedAt = unanswered > answered ? unanswered : answered;
        }

        public TargetPick Pick { get; }

        public string Workload { get; }

        public WorkloadAnswer? Answer { get; }

        /// <summary>The beginning of time for who was never asked.</summary>
        public TimeSpan AskedAt { get; }

        public bool IsOpen => Answer is { IsOpen: true };
    }
}
