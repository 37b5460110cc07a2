using System.Collections.Immutable;
using Scanner.Core.Cluster;

namespace Scanner.Core.Admission.Targets;

/// <summary>
/// Chooses the pods to probe: first one of each combination of what policies can see, then one of each other workload. Workloads are taken
/// in the order of their names, so that the same pods give the same choice. Compliant pods come first. From a limit of two on, the last place goes
/// to a pod that already holds a privileged container, if there is one, because some engines let such a pod get worse while a
/// compliant one beside it is guarded. Finished and terminating pods are asked only where nothing else is.
/// </summary>
public static class TargetSelector
{
    /// <summary>Vanished pods are replaced at most so often: a namespace that churns faster than this is not worth chasing.</summary>
    private const int MaxReplacements = 3;

    /// <param name="pods">Of one namespace.</param>
    /// <param name="limit">Most pods to probe, at least 1.</param>
    /// <param name="rotation">Moves the choice on when it grows by one from round to round; 0 for the first choice. Any number is fine.</param>
    public static TargetPlan Choose(IReadOnlyCollection<PodFacts> pods, int limit, long rotation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var skipped = ImmutableArray.CreateBuilder<SkippedPod>();
        var candidates = Candidates(pods, skipped);
        var groups = Grouped(candidates, p => p.Workload);
        var picks = WithNextWorkloads(Pick(groups, limit, rotation), groups);
        // Pods beside a probed one of the same workload are spoken for; a workload without any is over the limit.
        var reached = picks.Select(p => p.Pod.Workload).ToHashSet();
        skipped.AddRange(groups.Where(g => !reached.Contains(g[0].Workload)).Select(g => new SkippedPod(g[0].Name, SkipReason.OverLimit)));
        return new TargetPlan(picks, Ordered(skipped), groups.Count);
    }

    /// <summary>What there would be to choose from, where nothing is going to be asked.</summary>
    /// <param name="pods">Of one namespace.</param>
    public static TargetPlan Survey(IReadOnlyCollection<PodFacts> pods)
    {
        var skipped = ImmutableArray.CreateBuilder<SkippedPod>();
        var candidates = Candidates(pods, skipped);
        return new TargetPlan([], Ordered(skipped), candidates.Select(p => p.Workload).Distinct().Count());
    }

    /// <summary>In each group the pods that are best to ask first; the groups by workload, and within one the best first.</summary>
    private static List<List<PodFacts>> Grouped<TKey>(IEnumerable<PodFacts> pods, Func<PodFacts, TKey> key) =>
    [
        .. pods
            .GroupBy(key)
            .Select(g => g.OrderBy(Preference).ThenBy(p => p.Name, StringComparer.Ordinal).ToList())
            .OrderBy(g => g[0].Workload.ToString(), StringComparer.Ordinal)
            .ThenBy(g => Preference(g[0]))
            .ThenBy(g => g[0].Name, StringComparer.Ordinal),
    ];

    /// <param name="skipped">Those that cannot be asked, or need not be, are added.</param>
    private static List<PodFacts> Candidates(IReadOnlyCollection<PodFacts> pods, ImmutableArray<SkippedPod>.Builder skipped)
    {
        var living = new List<PodFacts>();
        var ending = new List<PodFacts>();
        foreach (var pod in pods)
        {
            if (pod.Mirror)
                skipped.Add(new SkippedPod(pod.Name, SkipReason.MirrorPod));
            else if (pod.Windows)
                skipped.Add(new SkippedPod(pod.Name, SkipReason.WindowsPod));
            else if (pod.Terminating || pod.Phase is PodPhase.Succeeded or PodPhase.Failed)
                ending.Add(pod);
            else
                living.Add(pod);
        }

        if (living.Count == 0)
            return ending;
        skipped.AddRange(ending.Select(p => new SkippedPod(p.Name, Ending(p))));
        return living;
    }

    private static ImmutableArray<TargetPick> Pick(List<List<PodFacts>> groups, int limit, long rotation)
    {
        var (compliant, kinds) = DistinctFirst(groups.SelectMany(g => g.Where(p => !p.HoldsPrivilegedContainer)));
        var (privileged, privilegedKinds) = DistinctFirst(groups.SelectMany(g => g.Where(p => p.HoldsPrivilegedContainer)));
        if (compliant.Count == 0)
            return [.. Turn(privileged, limit, rotation).Select(ToPick)];

        var reserved = limit >= 2 && privileged.Count > 0 ? 1 : 0;
        var places = Math.Clamp(limit - kinds, reserved, Math.Max(reserved, privilegedKinds));
        var picks = Turn(compliant, limit - places, rotation).Select(ToPick).ToList();
        picks.AddRange(Turn(privileged, limit - picks.Count, rotation).Select(ToPick));
        return [.. picks];
    }

    /// <summary>
    /// Pods of one workload and one combination together: first a group for each combination, then one for each workload that has none yet.
    /// A combination is preferably that of a workload's best pod, so that several of one workload do not take the places of others.
    /// </summary>
    private static (List<List<PodFacts>> Groups, int Combinations) DistinctFirst(IEnumerable<PodFacts> pods)
    {
        var all = Grouped(pods, p => (p.Workload, p.Combination));
        var (chosen, combinations, workloads) = (new List<List<PodFacts>>(), new HashSet<ulong>(), new HashSet<WorkloadReference>());
        Take(pod => !workloads.Contains(pod.Workload) && combinations.Add(pod.Combination));
        Take(pod => combinations.Add(pod.Combination));
        Take(pod => !workloads.Contains(pod.Workload));
        return (chosen, combinations.Count);

        void Take(Predicate<PodFacts> wanted)
        {
            foreach (var group in all.Except(chosen).ToList())
            {
                if (!wanted(group[0]))
                    continue;
                workloads.Add(group[0].Workload);
                chosen.Add(group);
            }
        }
    }

    /// <summary>
    /// A vanished pod is replaced by one of its own workload first, then by the next workloads that nothing was picked of, each of
    /// them for one pick only and of the same kind: a compliant pod does not answer for one that holds a privileged container.
    /// </summary>
    private static ImmutableArray<TargetPick> WithNextWorkloads(ImmutableArray<TargetPick> picks, List<List<PodFacts>> groups)
    {
        var reached = picks.Select(p => p.Pod.Workload).ToHashSet();
        var first = picks.IsEmpty ? 0 : groups.FindIndex(g => g[0].Workload == picks[0].Pod.Workload);
        var spare = new Queue<PodFacts>[2];
        foreach (var holder in new[] { false, true })
        {
            spare[holder ? 1 : 0] = new Queue<PodFacts>(Enumerable.Range(0, groups.Count)
                .Select(i => groups[(first + i) % groups.Count])
                .Where(g => !reached.Contains(g[0].Workload) && g[0].HoldsPrivilegedContainer == holder)
                .Select(g => g[0])
                .Take(picks.Length * MaxReplacements));
        }

        var spoken = picks.SelectMany(p => p.Replacements.Prepend(p.Pod)).Select(p => p.Name).ToHashSet();
        // A worker picks a pod of every workload, and there may be tens of thousands.
        var byWorkload = groups.ToDictionary(g => g[0].Workload);
        var replacements = picks.Select(p => Siblings(p, byWorkload[p.Pod.Workload], spoken).Take(MaxReplacements).ToList()).ToList();
        for (var round = 0; round < MaxReplacements; round++)
        {
            for (var i = 0; i < picks.Length; i++)
            {
                if (replacements[i].Count < MaxReplacements && spare[picks[i].Pod.HoldsPrivilegedContainer ? 1 : 0].TryDequeue(out var pod))
                    replacements[i].Add(pod);
            }
        }

        return [.. picks.Select((p, i) => p with { Replacements = [.. replacements[i]] })];
    }

    /// <summary>Pods of the same workload that can stand for the one that was picked: those of its combination first.</summary>
    /// <param name="workload">The pods of its workload.</param>
    /// <param name="spoken">Names of pods that have a place already; those taken here are added.</param>
    private static IEnumerable<PodFacts> Siblings(TargetPick pick, List<PodFacts> workload, HashSet<string> spoken) => pick.Replacements.Concat(workload
        .Where(p => p.Combination != pick.Pod.Combination && p.HoldsPrivilegedContainer == pick.Pod.HoldsPrivilegedContainer && spoken.Add(p.Name)));

    // Every round starts where the last one stopped, so that over several rounds each workload is reached.
    private static IEnumerable<List<PodFacts>> Turn(List<List<PodFacts>> groups, int count, long rotation)
    {
        if (groups.Count <= count)
            return groups;
        var start = (int)((rotation % groups.Count * (count % groups.Count) % groups.Count + groups.Count) % groups.Count);
        return Enumerable.Range(0, Math.Max(count, 0)).Select(i => groups[(start + i) % groups.Count]);
    }

    private static TargetPick ToPick(List<PodFacts> group) => new(group[0], [.. group.Skip(1).Take(MaxReplacements)]);

    // Smaller is better: running before pending, stricter before laxer, so that a denial speaks of the probe and not of the pod.
    private static int Preference(PodFacts pod) =>
        (pod.HoldsPrivilegedContainer ? 100 : 0)
        + (pod.Phase == PodPhase.Running ? 0 : 10)
        + (PodSecurityLevel.Restricted - pod.Level);

    private static SkipReason Ending(PodFacts pod) => pod.Terminating ? SkipReason.Terminating : SkipReason.Finished;

    private static ImmutableArray<SkippedPod> Ordered(ImmutableArray<SkippedPod>.Builder skipped) =>
        [.. skipped.OrderBy(s => s.Pod, StringComparer.Ordinal)];
}
