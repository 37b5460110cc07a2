using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Core.Posture.Composing;
using Scanner.Core.Remedies;
using Scanner.Publishing.Documents;
using Scanner.Publishing.Terminal;
using Scanner.Publishing.Tests.Formats;

namespace Scanner.Publishing.Tests.Terminal;

public sealed class FindingGroupTests
{
    [Fact]
    public void Of_ContainersOfOnePod_IsOneGroupWithOneFix()
    {
        var records = new[] { "debug-a", "debug-b" }.Select(name => new EphemeralContainerRecord(
            "late", "web", "Pod/web", new EphemeralContainerFacts { Name = name, Image = "busybox", State = ContainerState.Waiting, PodSecurityLevel = PodSecurityLevel.Privileged }));
        var parts = Samples.Parts() with { Namespaces = [new NamespaceParts(new NamespacePosture { Name = "late", Verdict = Verdict.Protected }, [.. records])] };
        var group = Assert.Single(FindingGroup.Of(Composition.Of(parts).Result.Findings.Where(f => f.Rule == "ES202"), CommandRemedyText.Advise));
        Assert.Equal("Pod late/web (2 of its ephemeral containers)", group.Where(4));
        Assert.Equal("ephemeral containers of pod late/web violate the Baseline standard", group.Message(4));
        Assert.Equal(CommandRemedyText.Advise(new Remedy.ReplacePod("late", "web")), Assert.Single(group.Fixes));
        Assert.Equal(2, group.Each.Count(w => w.Contains("debug-", StringComparison.Ordinal)));
    }

    /// <summary>What takes the last subject away first can be followed by what takes the first.</summary>
    [Fact]
    public void Of_SubjectsOfOneBinding_NamesThemAndMendsEach()
    {
        var group = Assert.Single(FindingGroup.Of(ScreenSamples.Of("scan").Findings.Where(f => f.Rule == "ES304"), CommandRemedyText.Advise));
        Assert.Equal("RoleBinding payments/debug gives ClusterRole debug: group developers, user alice", group.Message(4));
        Assert.Equal("RoleBinding payments/debug gives ClusterRole debug: group developers and 1 more", group.Message(1));
        Assert.Equal([1, 0], group.Findings.Select(f => Assert.IsType<Remedy.Withdraw>(f.Remedy).SharedIndex!.Value));
        Assert.Equal(2, group.Fixes.Length);
    }
}
