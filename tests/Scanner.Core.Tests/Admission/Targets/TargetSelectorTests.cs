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

    private static PodFacts Pod(string name, string workload) => new()
    {
        Namespace = "ns",
        Name = name,
        Workload = new WorkloadReference("Deployment", workload),
        Phase = PodPhase.Running,
        Level = PodSecurityLevel.Restricted,
    };
}
