using System.Collections.Immutable;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Probes;
using Scanner.Core.Admission.Targets;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Core.Findings;
using Scanner.Core.Findings.Catalog;
using Scanner.Core.Posture;
using Scanner.Core.Posture.Composing;
using Scanner.Core.Remedies;
using Scanner.Fixtures;

namespace Scanner.Core.Tests.Findings;

public sealed class RuleTests
{
    private static readonly DeniedBy s_webhook = new(Layer.Webhook, "validation.gatekeeper.sh", null, ["psp"], "no");

    [Fact]
    public void Evaluate_EachVerdict_FindsWhatTheContractSays()
    {
        var scan = Scan(
            Namespace("open", Verdict.Unprotected) with { Targets = [Target(Verdict.Unprotected)] },
            Namespace("gap", Verdict.Unprotected) with { Targets = [Target(Verdict.Unprotected)], RegularControl = RegularControl.Denied, RegularControlDeniedBy = s_webhook },
            Namespace("down", Verdict.FailClosed) with { DeniedBy = s_webhook },
            Namespace("strip", Verdict.Sanitized),
            Namespace("good", Verdict.Protected) with { DeniedBy = s_webhook },
            Namespace("blocked", Verdict.Blocked) with { DeniedBy = s_webhook },
            Namespace("empty", Verdict.Unknown) with { UnknownBecause = UnknownReason.NoPods });
        Assert.Equal(
            ["ES101 high gap", "ES101 high open", "ES102 high gap", "ES103 medium down", "ES107 low strip", "ES104 info empty"],
            scan.Findings.Select(Print));
        Assert.All(scan.Findings, f => Assert.NotEmpty(RemedyText.Of(f.Remedy)));
    }

    [Fact]
    public void Evaluate_EphemeralContainers_FindsByStateLevelAndAge()
    {
        var findings = Containers(
            Container("a", true, ContainerState.Running, PodSecurityLevel.Privileged, TimeSpan.FromHours(1)),
            Container("b", true, ContainerState.Terminated, PodSecurityLevel.Privileged, TimeSpan.FromHours(25)),
            Container("c", false, ContainerState.Running, PodSecurityLevel.Privileged, TimeSpan.FromHours(24)),
            Container("d", false, ContainerState.Waiting, PodSecurityLevel.Baseline, null)).Findings;
        Assert.Equal(["ES201 critical a", "ES201 high b", "ES202 high c", "ES203 low b"], findings.Select(Print));
    }

    [Fact]
    public void Evaluate_DangerousProfileBesideADenial_IsFoundOnce()
    {
        var target = Target(Verdict.Protected) with { Probes = [Admitted(ProbeProfile.Netadmin), Admitted(ProbeProfile.Baseline), Admitted(ProbeProfile.Root), Admitted(ProbeProfile.Netadmin)] };
        var finding = Assert.Single(Scan(Namespace("x", Verdict.Protected) with { Targets = [target], DeniedBy = s_webhook }).Findings);
        Assert.Equal("ES105 medium x", Print(finding));
        Assert.Contains("netadmin asks", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_DangerousProfile_CountsOnlyWherePrivilegedIsDenied()
    {
        var target = Target(Verdict.Protected) with { Probes = [Admitted(ProbeProfile.Netadmin)] };
        var scan = Scan(
            Namespace("blocked", Verdict.Blocked) with { Targets = [target with { Verdict = Verdict.Blocked }], DeniedBy = s_webhook },
            Namespace("open", Verdict.Unprotected) with { Targets = [target, Target(Verdict.Unprotected)] });
        Assert.Equal(["ES101 high open", "ES105 medium blocked"], scan.Findings.Select(Print));
    }

    /// <summary>Kyverno's allowExistingViolations: a pod that is bad already takes more, a good one beside it does not.</summary>
    [Theory]
    [InlineData("validate.kyverno.svc-fail", "allowExistingViolations: false")]
    [InlineData("other.test", "why webhook other.test (psp) passes over pod bad")]
    public void Evaluate_PolicyDeniesInOnePodOnly_NamesBothAndDoesNotSayThatNothingDenies(string webhook, string fix)
    {
        var by = s_webhook with { Name = webhook };
        var scan = Scan(Namespace("mixed", Verdict.Unprotected) with
        {
            Targets = [Target(Verdict.Protected) with { Pod = "good", DeniedBy = by }, Target(Verdict.Unprotected) with { Pod = "bad" }],
            RegularControl = RegularControl.Denied,
            RegularControlDeniedBy = by,
        });
        var finding = scan.Findings.Single(f => f.Rule == "ES101");
        Assert.Contains("denies it in pod good, but not in pod bad", finding.Message, StringComparison.Ordinal);
        Assert.Contains(fix, RemedyText.Of(finding.Remedy), StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_ExpiredCredentials_AreNotTakenForAMissingRight()
    {
        var probe = new ProbeResult(ProbeProfile.Privileged, ProbeOutcome.Forbidden, Layer.Authorization, null, 401, "Unauthorized", []);
        var target = Target(Verdict.Unknown) with { UnknownBecause = UnknownReason.NoPermission, Probes = [probe] };
        var scan = Scan(Namespace("a", Verdict.Unknown) with { UnknownBecause = UnknownReason.NoPermission, UnknownMessage = "Unauthorized", Targets = [target] });
        var finding = Assert.Single(scan.Findings);
        Assert.Equal("ES104", finding.Rule);
        Assert.Contains("credentials", RemedyText.Of(finding.Remedy), StringComparison.Ordinal);
    }

    /// <summary>The advice follows from what was refused, not from what the verdict is called.</summary>
    [Theory]
    [InlineData("list", null, "grant the rule {apiGroups: [\"\"], resources: [\"pods\"], verbs: [\"list\"]}")]
    [InlineData("watch", null, "grant the rule {apiGroups: [\"\"], resources: [\"pods\"], verbs: [\"watch\"]}")]
    [InlineData("list", "a", "grant the rule {apiGroups: [\"\"], resources: [\"pods\"], verbs: [\"list\"]} in namespace a")]
    [InlineData(null, null, "renew the scanner's credentials")]
    public void Evaluate_PodsMayNotBeListed_NamesThatRight(string? verb, string? ns, string fix)
    {
        var unlisted = new Unlisted(UnknownReason.NoPermission, "HTTP 403", verb, ns);
        var scan = Scan(NamespaceVerdict.Unknown("a", UnknownReason.NoPermission, "HTTP 403", []) with { Unlisted = unlisted });
        Assert.Equal(fix, RemedyText.Of(Assert.Single(scan.Findings).Remedy));
    }

    /// <summary>A fix that stops the namespace's own workload at its next restart is none.</summary>
    [Fact]
    public void Evaluate_OwnPodsViolateBaseline_AreNamedAndWarnedFirst()
    {
        PodFacts[] pods =
        [
            .. Enumerable.Range(0, 4).Select(i => Pod($"agent-{i}") with { TemplateViolatesBaseline = true }),
            Pod("web"),
            Pod("done") with { TemplateViolatesBaseline = true, Phase = PodPhase.Succeeded },
        ];
        var scan = Scan(Namespace("open", Verdict.Unprotected) with { Targets = [Target(Verdict.Unprotected)], BelowBaseline = PodSample.BelowBaseline(pods) });
        var advice = RemedyText.Advise(Assert.Single(scan.Findings).Remedy);
        Assert.Contains("pods agent-0, agent-1, agent-2 and 1 more violate it and would be refused at the next restart", advice.Note, StringComparison.Ordinal);
        Assert.Equal("kubectl label --overwrite namespace open pod-security.kubernetes.io/warn=baseline", advice.Shell);
    }

    [Fact]
    public void Evaluate_SubresourceAbsent_DoesNotAdviseToScanAgain()
    {
        var finding = Assert.Single(Scan(Namespace("a", Verdict.Unknown) with { UnknownBecause = UnknownReason.SubresourceAbsent }).Findings);
        Assert.Contains("nothing to do", RemedyText.Of(finding.Remedy), StringComparison.Ordinal);
    }

    [Fact]
    public void Checked_TwoRulesOfOneId_Throws() =>
        Assert.Throws<InvalidOperationException>(() => RuleCatalog.Checked(RuleCatalog.All[0], RuleCatalog.All[1], RuleCatalog.All[0]));

    [Fact]
    public void Evaluate_MissingPermissions_AreNamedOnceEach()
    {
        var probe = new ProbeResult(ProbeProfile.Privileged, ProbeOutcome.Forbidden, Layer.Authorization, null, 403, "no", []);
        var refused = Target(Verdict.Unknown) with { UnknownBecause = UnknownReason.NoPermission, Probes = [probe] };
        var parts = Parts.Of(
            Namespace("a", Verdict.Unknown) with { UnknownBecause = UnknownReason.NoPermission, Targets = [refused] },
            Namespace("b", Verdict.Unknown) with { UnknownBecause = UnknownReason.NoPermission, Targets = [refused] });
        var blind = Composition.Of(parts with { Missing = [new MissingPermission("list", "pods")] }).Result.Findings.Where(f => f.Rule == "ES502").ToList();
        Assert.Equal(2, blind.Count);
        Assert.Contains(blind, f => RemedyText.Of(f.Remedy).Contains("resources: [\"pods/ephemeralcontainers\"], verbs: [\"patch\"]", StringComparison.Ordinal));
        Assert.Contains(blind, f => RemedyText.Of(f.Remedy).Contains("resources: [\"pods\"], verbs: [\"list\"]", StringComparison.Ordinal));
    }

    [Fact]
    public void Id_OtherTimeWordsAndSeverity_StaysTheSame()
    {
        var before = Scan(Namespace("open", Verdict.Unprotected) with { Targets = [Target(Verdict.Unprotected)] }).Findings;
        var after = Scan(Namespace("open", Verdict.Unprotected) with { Targets = [Target(Verdict.Unprotected) with { Pod = "other" }] }).Findings;
        Assert.NotEqual(before[0].Message, after[0].Message);
        Assert.Equal(before[0].Id, after[0].Id);
        Assert.Equal(16, before[0].Id.Length);
    }

    [Fact]
    public void Findings_OfANamespaceAndItsPods_AreListedWithIt()
    {
        var result = Containers(Container("a", true, ContainerState.Running, PodSecurityLevel.Privileged, null));
        Assert.Equal(result.Findings.Select(f => f.Id), result.Namespaces[0].Findings);
    }

    [Fact]
    public void Catalog_EveryRule_IsExplainedInTheDocs()
    {
        var docs = File.ReadAllText(Path.Combine(Fixture.PathOf(), "..", "..", "docs", "rules.md"));
        Assert.All(RuleCatalog.All, r => Assert.Contains($"\n### {r.Identity.Id}\n", docs, StringComparison.Ordinal));
        Assert.All(RuleCatalog.All, r => Assert.Contains(r.Identity.Title, docs, StringComparison.Ordinal));
    }

    private static PodFacts Pod(string name) => new() { Namespace = "open", Name = name, Workload = new WorkloadReference("Pod", name) };

    private static string Print(Finding f) => $"{f.Rule} {f.Severity.ToString().ToLowerInvariant()} {f.Resource.Name}";

    private static ScanResult Scan(params ReadOnlySpan<NamespacePosture> namespaces) => Composition.Of(Parts.Of(namespaces)).Result;

    private static ScanResult Containers(params ImmutableArray<EphemeralContainerRecord> containers) => Composition.Of(Parts.Of() with
    {
        Namespaces = [new NamespaceParts(Namespace("ns", Verdict.Protected) with { DeniedBy = s_webhook }, containers)],
    }).Result;

    private static NamespacePosture Namespace(string name, Verdict verdict) => new() { Name = name, Verdict = verdict };

    private static TargetPosture Target(Verdict verdict) => new("pod", "Pod/pod", verdict, []);

    private static ProbeResult Admitted(ProbeProfile profile) => new(profile, ProbeOutcome.Admitted, null, null, 200, null, []);

    private static EphemeralContainerRecord Container(string pod, bool privileged, ContainerState state, PodSecurityLevel level, TimeSpan? age) => new(
        "ns",
        pod,
        "Pod/" + pod,
        new EphemeralContainerFacts { Name = "debug", Privileged = privileged, State = state, PodSecurityLevel = level, AddedAt = age is { } a ? Parts.Now - a : null });
}
