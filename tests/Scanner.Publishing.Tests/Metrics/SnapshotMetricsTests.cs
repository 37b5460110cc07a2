using System.Collections.Immutable;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Findings.Exceptions;
using Scanner.Core.Posture;
using Scanner.Core.Posture.Composing;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Index;
using Scanner.Publishing.Tests.Documents;
using Scanner.Publishing.Tests.Formats;

namespace Scanner.Publishing.Tests.Metrics;

/// <summary>What the families of the snapshot show, and that they go with it.</summary>
public sealed class SnapshotMetricsTests : IDisposable
{
    private static readonly string[] s_families =
        ["namespaces", "namespace_posture", "namespace_exposed_subjects", "namespace_findings", "ephemeral_containers", "rbac_subjects", "findings"];

    private readonly MetricsRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Snapshot_IsShownWithItsNamespacesContainersAndFindings()
    {
        var lines = await ShowAsync(1, Samples.Parts());
        Assert.Equal(
            [
                "ephemeral_containers{namespace=\"gap\",state=\"Running\",privileged=\"true\"} 1",
                "namespace_findings{namespace=\"empty\",rule=\"ES104\",severity=\"info\",accepted=\"false\"} 1",
                "namespace_findings{namespace=\"gap\",rule=\"ES101\",severity=\"high\",accepted=\"false\"} 1",
                "namespace_findings{namespace=\"gap\",rule=\"ES102\",severity=\"high\",accepted=\"false\"} 1",
                "namespace_findings{namespace=\"gap\",rule=\"ES201\",severity=\"critical\",accepted=\"false\"} 1",
                "namespace_posture{namespace=\"empty\",verdict=\"Unknown\",layer=\"\"} 1",
                "namespace_posture{namespace=\"gap\",verdict=\"Unprotected\",layer=\"\"} 1",
                "namespace_posture{namespace=\"good\",verdict=\"Protected\",layer=\"PodSecurity\"} 1",
            ],
            lines.Where(l => l.StartsWith("ephemeral_containers", StringComparison.Ordinal) || l.StartsWith("namespace_", StringComparison.Ordinal)));
        Assert.Contains("namespaces{verdict=\"Unprotected\"} 1", lines);
        Assert.Contains("namespaces{verdict=\"Blocked\"} 0", lines);
        Assert.Contains("findings{rule=\"ES201\",severity=\"critical\",accepted=\"false\"} 1", lines);
        Assert.Contains("findings{rule=\"ES106\",severity=\"critical\",accepted=\"false\"} 0", lines);
        Assert.Contains("rbac_subjects{kind=\"Group\",scope=\"cluster\"} 0", lines);
    }

    /// <summary>Before RBAC is read nobody knows who may come, and 0 would say nobody.</summary>
    [Fact]
    public async Task Exposed_WhereRbacIsKnown_IsThereForEveryNamespace()
    {
        var index = new RbacIndex();
        index.SetRole(new RoleFacts(new ObjectName(null, "debug")) { Rules = [new(["patch"], [""], ["pods/ephemeralcontainers"], [])] });
        index.SetBinding(new BindingFacts(new ObjectName("gap", "b"), new RoleReference(true, "debug"), [Subject.Group("developers"), Subject.User("eve")]));
        var lines = await ShowAsync(1, Samples.Parts() with { Rbac = index.Posture() });
        Assert.Equal(
            [
                "namespace_exposed_subjects{namespace=\"empty\"} 0", "namespace_exposed_subjects{namespace=\"gap\"} 2",
                "namespace_exposed_subjects{namespace=\"good\"} 0",
            ],
            lines.Where(l => l.StartsWith("namespace_exposed", StringComparison.Ordinal)));
        Assert.Contains("rbac_subjects{kind=\"User\",scope=\"namespace\"} 1", lines);
        Assert.DoesNotContain(await ShowAsync(2, Samples.Parts()), l => l.StartsWith("namespace_exposed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Accepted_Findings_AreMarked()
    {
        var exceptions = new ExceptionSet([new ExceptionEntry("ES101", "gap", null, "known", null)], SeesEverything: true);
        var lines = await ShowAsync(1, Samples.Parts() with { Exceptions = exceptions });
        Assert.Contains("namespace_findings{namespace=\"gap\",rule=\"ES101\",severity=\"high\",accepted=\"true\"} 1", lines);
        Assert.Contains("findings{rule=\"ES101\",severity=\"high\",accepted=\"true\"} 1", lines);
        Assert.Contains("findings{rule=\"ES101\",severity=\"high\",accepted=\"false\"} 0", lines);
        Assert.Contains("namespace_posture{namespace=\"gap\",verdict=\"Unprotected\",layer=\"\"} 1", lines);
    }

    /// <summary>What it knew grows old, and would stand beside what the leader knows.</summary>
    [Fact]
    public async Task Replica_ThatLeadsNoMore_ShowsNothingOfTheCluster()
    {
        var nothing = await _rig.SamplesAsync(new Figures(null, false), s_families);
        Assert.All(nothing, l => Assert.EndsWith(" 0", l, StringComparison.Ordinal));
        var led = await ShowAsync(7, Samples.Parts());
        Assert.NotEqual(nothing, led);
        Assert.Equal(nothing, await _rig.SamplesAsync(new Figures(Snapshot(7, Samples.Parts()), false), s_families));
        Assert.Equal(led, await ShowAsync(7, Samples.Parts()));
    }

    [Fact]
    public async Task Names_OfAnything_AreEscaped()
    {
        const string hostile = "a\"b\\c\nd}\u001b[31m\ud800";
        var text = await _rig.ExposeAsync(new Figures(Snapshot(1, Samples.Parts() with
        {
            Namespaces = [new NamespaceParts(new NamespacePosture { Name = hostile, Verdict = Verdict.Protected }, [])],
        }), true));
        Assert.Contains("namespace_posture{namespace=\"a\\\"b\\\\c\\nd}\u001b[31m\ufffd\",verdict=\"Protected\",layer=\"\"} 1\n", text, StringComparison.Ordinal);
    }

    /// <summary>Only differences are applied, from composition to composition as a worker makes them, and what comes of it is what a first scrape shows.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Differences_AddUpToTheLastSnapshot(int seed)
    {
        var scans = new RandomScans(seed);
        for (var number = 1; number <= 40; number++)
        {
            var snapshot = new PostureSnapshot(number, Samples.Now, scans.Next(), FullScanState.None);
            // Not every snapshot is scraped, and now and then this replica leads no more.
            if (number % 5 == 0)
                continue;
            var leads = number % 7 != 0;
            using var fresh = new MetricsRig();
            Assert.Equal(
                await fresh.SamplesAsync(new Figures(snapshot, leads), s_families), await _rig.SamplesAsync(new Figures(snapshot, leads), s_families));
        }
    }

    /// <summary>As before, but made by one composer, which uses again what has not changed.</summary>
    [Fact]
    public async Task Differences_OfOneComposition_AddUpToTheLastSnapshot()
    {
        var random = new Random(5);
        TargetPosture[] targets = [new TargetPosture("web", "Pod/web", Verdict.Unprotected, [])];
        var postures = Enumerable.Range(0, 20).Select(i => new NamespacePosture { Name = $"n{i:00}", Verdict = Verdict.Protected, Targets = [.. targets] }).ToArray();
        Composition? composition = null;
        for (var number = 1; number <= 40; number++)
        {
            var at = random.Next(postures.Length);
            postures[at] = postures[at] with { Verdict = (Verdict)random.Next(6), EarlierVerdict = Verdict.Protected, JudgedAt = Samples.Now.AddSeconds(number) };
            var parts = Samples.Parts() with { Namespaces = [.. postures.Where(_ => random.Next(9) > 0).Select(p => new NamespaceParts(p, []))] };
            composition = composition?.Next(parts) ?? Composition.Of(parts);
            var figures = new Figures(new PostureSnapshot(number, Samples.Now, composition.Result, FullScanState.None), true);
            using var fresh = new MetricsRig();
            Assert.Equal(await fresh.SamplesAsync(figures, s_families), await _rig.SamplesAsync(figures, s_families));
        }
    }

    private static PostureSnapshot Snapshot(long number, ScanParts parts) =>
        new(number, Samples.Now, Composition.Of(parts).Result, FullScanState.None);

    private Task<string[]> ShowAsync(long number, ScanParts parts) => _rig.SamplesAsync(new Figures(Snapshot(number, parts), true), s_families);
}
