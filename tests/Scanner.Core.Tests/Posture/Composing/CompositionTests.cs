using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Core.Posture;
using Scanner.Core.Posture.Composing;
using Scanner.Core.Rbac.Exposures;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Index;
using Scanner.Core.Rbac.Rights;
using Scanner.Core.Remedies;

namespace Scanner.Core.Tests.Posture.Composing;

public sealed class CompositionTests
{
    /// <summary>What a worker publishes after any changes is what a scan of the same cluster would say.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Next_AfterAnyChanges_IsWhatComposingFromScratchGives(int seed)
    {
        var cluster = new RandomParts(seed);
        var composition = Composition.Of(cluster.Current);
        for (var i = 0; i < 300; i++)
        {
            cluster.Change();
            var parts = cluster.Current;
            composition = composition.Next(parts);
            Assert.Equal(Print(Composition.Of(parts).Result), Print(composition.Result));
        }
    }

    [Fact]
    public void Next_OneNamespaceChanged_KeepsWhatWasMadeOfTheOthers()
    {
        var parts = Parts.Of(Open("a"), Open("b"));
        var first = Composition.Of(parts);
        var next = first.Next(parts with { Namespaces = [parts.Namespaces[0], new NamespaceParts(Open("b") with { Verdict = Verdict.Sanitized }, [])] });
        Assert.Same(first.Result.Namespaces[0], next.Result.Namespaces[0]);
        Assert.Same(first.Result.Findings.Single(f => f.Resource.Name == "a"), next.Result.Findings.Single(f => f.Resource.Name == "a"));
        Assert.Equal(["ES101 a", "ES107 b"], next.Result.Findings.Select(f => $"{f.Rule} {f.Resource.Name}"));
    }

    [Fact]
    public void Next_NothingButTimePassed_TellsWhatLingersNow()
    {
        var container = new EphemeralContainerRecord("a", "web", "Pod/web", new EphemeralContainerFacts { Name = "debug", AddedAt = Parts.Now });
        var parts = Parts.Of() with { Namespaces = [new NamespaceParts(Open("a"), [container])] };
        var first = Composition.Of(parts);
        Assert.DoesNotContain(first.Result.Findings, f => f.Rule == "ES203");
        Assert.Contains(first.Next(parts with { Now = Parts.Now.AddHours(25) }).Result.Findings, f => f.Rule == "ES203");
    }

    /// <summary>A cluster may have thousands of them, and a snapshot is to cost what changed.</summary>
    [Fact]
    public void Next_NamespaceWithContainers_IsKeptUntilOneLingers()
    {
        var container = new EphemeralContainerRecord("a", "web", "Pod/web", new EphemeralContainerFacts { Name = "debug", AddedAt = Parts.Now });
        var parts = Parts.Of() with { Namespaces = [new NamespaceParts(Open("a"), [container])] };
        var first = Composition.Of(parts);
        var young = first.Next(parts with { Now = Parts.Now.AddHours(24) });
        Assert.Same(first.Result.Namespaces[0], young.Result.Namespaces[0]);
        var old = young.Next(parts with { Now = Parts.Now.AddHours(25) });
        Assert.NotSame(first.Result.Namespaces[0], old.Result.Namespaces[0]);
        Assert.Same(old.Result.Namespaces[0], old.Next(parts with { Now = Parts.Now.AddHours(26) }).Result.Namespaces[0]);
        // The clock is set back: what lingered does not any more.
        Assert.DoesNotContain(old.Next(parts with { Now = Parts.Now.AddHours(1) }).Result.Findings, f => f.Rule == "ES203");
    }

    [Fact]
    public void Of_PartsInAnyOrder_AreShownInOne()
    {
        var pods = new[] { Pod("b"), Pod("a") };
        var result = Composition.Of(Parts.Of() with { Namespaces = [NamespaceParts.Of(Open("z"), pods), NamespaceParts.Of(Open("y"), [])] }).Result;
        Assert.Equal(["y", "z"], result.Namespaces.Select(n => n.Name));
        Assert.Equal(["a one", "a two", "b one", "b two"], result.EphemeralContainers.Select(c => $"{c.Pod} {c.Container.Name}"));
    }

    /// <summary>Somebody who asks about a namespace is told what concerns it, its RoleBindings and who can get in included.</summary>
    [Fact]
    public void Of_NamespacesOnly_LeavesOutTheRestOfRbac()
    {
        RbacSubject Holder(string name, string? ns) =>
            new(Subject.User(name), false, Severity.Low, [new RbacGrant(ns, AddVerbs.Patch, null, new ObjectName(ns, name), new ObjectName(null, "debug"))]);
        var subjects = new[] { Holder("here", "a"), Holder("everywhere", null), Holder("there", "b") };
        var parts = Parts.Of(Open("a")) with
        {
            Rbac = RbacPosture.Empty with { Subjects = RbacPosture.Empty.Subjects.AddRange(subjects.Select(s => KeyValuePair.Create(s.Subject, s))) },
        };
        Assert.Equal(["ES101", "ES301", "ES304", "ES304"], Composition.Of(parts).Result.Findings.Select(f => f.Rule).Order());
        var narrow = Composition.Of(parts with { NamespacesOnly = true }).Result;
        Assert.Equal(["ES101 Critical", "ES304 Low"], narrow.Findings.Select(f => $"{f.Rule} {f.Severity}"));
        Assert.Equal(narrow.Findings.Select(f => f.Id), narrow.Namespaces[0].Findings);
        Assert.Equal(2, Assert.Single(narrow.Exposures).Subjects.Length);
    }

    private static string Print(ScanResult scan) => string.Join(
        '\n',
        [
            .. scan.Findings.Select(f => $"{f.Id} {f.Rule} {f.Severity} {f.Resource} {f.Message} {f.Remedy} {f.Exception} {f.Subject}"),
            .. scan.Namespaces.Select(n => $"{n.Name} {n.Verdict} {n.UnknownBecause} {string.Join(',', n.Findings)}"),
            .. scan.EphemeralContainers.Select(c => c.ToString()),
            .. scan.Exposures.Select(e => $"{e.Namespace} {e.Verdict} {string.Join(',', e.Subjects.Select(s => s.Subject))}"),
            .. scan.BlindSpots.Select(b => b.ToString()),
            $"{scan.Complete} {string.Join(',', scan.Errors)} {scan.Totals.EphemeralContainers}",
        ]);

    private static NamespacePosture Open(string name) => new() { Name = name, Verdict = Verdict.Unprotected, Targets = [new TargetPosture("web", "Pod/web", Verdict.Unprotected, [])] };

    private static PodFacts Pod(string name) => new()
    {
        Namespace = "z",
        Name = name,
        Workload = new WorkloadReference("Pod", name),
        EphemeralContainers = [new EphemeralContainerFacts { Name = "one" }, new EphemeralContainerFacts { Name = "two" }],
    };
}
