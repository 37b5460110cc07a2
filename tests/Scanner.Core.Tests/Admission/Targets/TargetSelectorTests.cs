using FsCheck;
using FsCheck.Fluent;
using Scanner.Core.Admission.Targets;
using Scanner.Core.Cluster;

namespace Scanner.Core.Tests.Admission.Targets;

public sealed class TargetSelectorTests
{
    [Fact]
    public void Choose_OnePodOfEachWorkload_UpToTheLimit()
    {
        var plan = TargetSelector.Choose([Pod("a-1", "a"), Pod("a-2", "a"), Pod("b-1", "b"), Pod("c-1", "c"), Pod("d-1", "d")], 3, 0);
        Assert.Equal(["a-1", "b-1", "c-1"], Picks(plan));
        Assert.Equal([new SkippedPod("d-1", SkipReason.OverLimit)], plan.Skipped.ToArray());
        Assert.Equal(["a-2", "d-1"], plan.Picks[0].Replacements.Select(p => p.Name));
    }

    [Fact]
    public void Survey_CountsWorkloads_PicksNothing()
    {
        var plan = TargetSelector.Survey(
            [Pod("a-1", "a"), Pod("a-2", "a"), Pod("b-1", "b"), Pod("c-1", "c") with { Phase = PodPhase.Succeeded }, Pod("d-1", "d") with { Mirror = true }]);
        Assert.Equal(2, plan.Workloads);
        Assert.Empty(plan.Picks);
        Assert.Equal([new SkippedPod("c-1", SkipReason.Finished), new SkippedPod("d-1", SkipReason.MirrorPod)], plan.Skipped.ToArray());
    }

    [Fact]
    public void Choose_WorkloadOfOnePod_IsReplacedByTheNextWorkload()
    {
        var pods = Enumerable.Range(0, 5).Select(i => Pod($"w{i}-1", $"w{i}")).ToList();
        var picks = TargetSelector.Choose(pods, 2, 1).Picks;
        Assert.Equal(["w2-1", "w3-1"], picks.Select(p => p.Pod.Name));
        Assert.Equal([["w4-1", "w1-1"], ["w0-1"]], picks.Select(p => p.Replacements.Select(r => r.Name)));
    }

    [Fact]
    public void Choose_PrivilegedHolder_IsReplacedByOneOfItsKindOnly()
    {
        var holder = Pod("y", "y") with { HoldsPrivilegedContainer = true };
        var picks = TargetSelector.Choose([Pod("a", "a"), Pod("b", "b"), holder, holder with { Name = "z", Workload = new("Deployment", "z") }], 2, 0).Picks;
        Assert.Equal([["b"], ["z"]], picks.Select(p => p.Replacements.Select(r => r.Name)));
    }

    [Fact]
    public void Choose_OverSeveralScans_ReachesEveryWorkload()
    {
        var pods = Enumerable.Range(0, 10).Select(i => Pod($"w{i}-1", $"w{i}")).ToList();
        foreach (var limit in new[] { 1, 2, 3, 4, 9 })
        {
            var seen = Enumerable.Range(0, 10).SelectMany(r => Picks(TargetSelector.Choose(pods, limit, r))).ToHashSet();
            Assert.Equal(10, seen.Count);
        }
    }

    [Fact]
    public void Choose_RunningAndCompliantPods_ComeFirst()
    {
        var plan = TargetSelector.Choose(
            [
                Pod("a-1", "a") with { Phase = PodPhase.Pending },
                Pod("a-2", "a") with { Level = PodSecurityLevel.Baseline },
                Pod("a-3", "a") with { HoldsPrivilegedContainer = true, Level = PodSecurityLevel.Privileged },
                Pod("a-4", "a"),
            ],
            1,
            0);
        Assert.Equal(["a-4"], Picks(plan));
    }

    [Fact]
    public void Choose_PrivilegedHolder_GetsThePlaceThatTheLimitLeaves()
    {
        PodFacts[] pods = [.. Enumerable.Range(0, 5).Select(i => Pod($"w{i}", $"w{i}")), Pod("z", "z") with { HoldsPrivilegedContainer = true }];
        Assert.Equal(["w0"], Picks(TargetSelector.Choose(pods, 1, 0)));
        Assert.Equal(["w0", "z"], Picks(TargetSelector.Choose(pods, 2, 0)));
        Assert.Equal(["w0", "w1", "z"], Picks(TargetSelector.Choose(pods, 3, 0)));
        Assert.Equal(["z"], Picks(TargetSelector.Choose([pods[5]], 3, 0)));
    }

    [Fact]
    public void Choose_CompliantAndPrivilegedPodOfOneWorkload_AsksBoth()
    {
        var plan = TargetSelector.Choose([Pod("a-1", "a"), Pod("a-2", "a") with { HoldsPrivilegedContainer = true }], 3, 0);
        Assert.Equal(["a-1", "a-2"], Picks(plan));
        Assert.Empty(plan.Skipped);
    }

    [Fact]
    public void Choose_FinishedAndTerminating_OnlyWhereNothingElseIs()
    {
        var finished = Pod("done", "job") with { Phase = PodPhase.Succeeded };
        var terminating = Pod("going", "web") with { Terminating = true };
        Assert.Equal(["done", "going"], Picks(TargetSelector.Choose([finished, terminating], 3, 0)));
        var plan = TargetSelector.Choose([finished, terminating, Pod("live", "web")], 3, 0);
        Assert.Equal(["live"], Picks(plan));
        Assert.Equal([new SkippedPod("done", SkipReason.Finished), new SkippedPod("going", SkipReason.Terminating)], plan.Skipped.ToArray());
    }

    [Fact]
    public void Choose_MirrorAndWindowsPods_Never()
    {
        var plan = TargetSelector.Choose([Pod("static", "static") with { Mirror = true }, Pod("iis", "iis") with { Windows = true }], 3, 0);
        Assert.Empty(plan.Picks);
        Assert.Equal([new SkippedPod("iis", SkipReason.WindowsPod), new SkippedPod("static", SkipReason.MirrorPod)], plan.Skipped.ToArray());
    }

    [Fact]
    public void Choose_MoreWorkloadsThanPlaces_EachCombinationIsAskedBeforeAnyTwice()
    {
        PodFacts[] pods = [Pod("a", "a", 1), Pod("b", "b", 1), Pod("c", "c", 1), Pod("d", "d", 2), Pod("e", "e", 1), Pod("f", "f", 3)];
        Assert.Equal(["a", "d", "f"], Picks(TargetSelector.Choose(pods, 3, 0)));
        Assert.Equal(["a", "d", "f", "b"], Picks(TargetSelector.Choose(pods, 4, 0)));
    }

    [Fact]
    public void Choose_PrivilegedPodsOfSeveralCombinations_TakeThePlacesOfCompliantOnesOfNone()
    {
        var holder = Pod("x", "x", 7) with { HoldsPrivilegedContainer = true };
        var other = Pod("y", "y", 8) with { HoldsPrivilegedContainer = true };
        PodFacts[] pods = [Pod("a", "a", 1), Pod("b", "b", 1), Pod("c", "c", 1), holder, other];
        Assert.Equal(["a", "x", "y"], Picks(TargetSelector.Choose(pods, 3, 0)));
    }

    [Fact]
    public void Choose_OneWorkloadOfManyCombinations_LeavesAPlaceToTheOthers()
    {
        PodFacts[] pods = [.. Enumerable.Range(0, 9).Select(i => Pod($"a-{i}", "a", (ulong)i)), Pod("b", "b", 50), Pod("c", "c", 60)];
        Assert.Equal(["a-0", "b", "c", "a-1"], Picks(TargetSelector.Choose(pods, 4, 0)));
    }

    [Fact]
    public void Choose_SeveralCombinationsOfOneWorkload_AsksOneOfEach()
    {
        var plan = TargetSelector.Choose([Pod("a-1", "a", 1), Pod("a-2", "a", 2), Pod("a-3", "a", 1)], 10, 0);
        Assert.Equal(["a-1", "a-2"], Picks(plan));
        Assert.Equal([["a-3"], []], plan.Picks.Select(p => p.Replacements.Select(r => r.Name)));
        Assert.Equal(1, plan.Workloads);
    }

    [Fact]
    public void Choose_PodsInAnyOrder_GivesTheSameChoice() => Prop.ForAll(
        Gen.Choose(0, 3).ArrayOf(12).ToArbitrary(),
        Gen.Choose(1, 8).ToArbitrary(),
        (combinations, limit) =>
        {
            var pods = combinations.Select((c, i) => Pod($"p{i}", $"w{i / 2}", (ulong)c) with { HoldsPrivilegedContainer = c == 3 }).ToList();
            var plan = TargetSelector.Choose(pods, limit, 0);
            var asked = plan.Picks.Select(p => p.Pod.Combination).ToHashSet();
            return Picks(plan).SequenceEqual(Picks(TargetSelector.Choose([.. pods.AsEnumerable().Reverse()], limit, 0)))
                && plan.Picks.Length <= limit && Picks(plan).Distinct().Count() == plan.Picks.Length
                && (limit < 4 || combinations.All(c => asked.Contains((ulong)c)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Choose_WorkloadsThatCanBeAsked_AreCounted()
    {
        var pods = Enumerable.Range(0, 6).Select(i => Pod($"w{i}", $"w{i}")).Append(Pod("iis", "iis") with { Windows = true }).ToList();
        Assert.Equal(6, TargetSelector.Choose(pods, 3, 0).Workloads);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void Choose_AnyRotation_Works(long rotation)
    {
        var pods = Enumerable.Range(0, 7).Select(i => Pod($"w{i}", $"w{i}")).ToList();
        Assert.Equal(3, Picks(TargetSelector.Choose(pods, 3, rotation)).Distinct().Count());
    }

    private static IEnumerable<string> Picks(TargetPlan plan) => plan.Picks.Select(p => p.Pod.Name);

    private static PodFacts Pod(string name, string workload, ulong combination = 0) => new()
    {
        Combination = combination,
        Namespace = "ns",
        Name = name,
        Workload = new WorkloadReference("Deployment", workload),
        Phase = PodPhase.Running,
        Level = PodSecurityLevel.Restricted,
    };
}
