using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Probes;
using Scanner.Core.Admission.Targets;
using Scanner.Core.Admission.Verdicts;

namespace Scanner.Core.Tests.Admission.Verdicts;

public sealed class VerdictTests
{
    private const string Name = "probe-1";

    [Theory]
    [InlineData(ProbeOutcome.Admitted, ProbeOutcome.Admitted, Verdict.Unprotected)]
    [InlineData(ProbeOutcome.Admitted, ProbeOutcome.Denied, Verdict.Unprotected)]
    [InlineData(ProbeOutcome.Mutated, ProbeOutcome.Admitted, Verdict.Sanitized)]
    [InlineData(ProbeOutcome.Denied, ProbeOutcome.Admitted, Verdict.Protected)]
    [InlineData(ProbeOutcome.Denied, ProbeOutcome.Mutated, Verdict.Protected)]
    [InlineData(ProbeOutcome.Denied, ProbeOutcome.Denied, Verdict.Blocked)]
    [InlineData(ProbeOutcome.Denied, ProbeOutcome.Unavailable, Verdict.Protected)]
    [InlineData(ProbeOutcome.Denied, ProbeOutcome.Error, Verdict.Protected)]
    [InlineData(ProbeOutcome.Unavailable, ProbeOutcome.Unavailable, Verdict.FailClosed)]
    [InlineData(ProbeOutcome.Unavailable, ProbeOutcome.Admitted, Verdict.FailClosed)]
    [InlineData(ProbeOutcome.Forbidden, ProbeOutcome.Forbidden, Verdict.Unknown)]
    [InlineData(ProbeOutcome.Invalid, ProbeOutcome.Admitted, Verdict.Unknown)]
    [InlineData(ProbeOutcome.Error, ProbeOutcome.Admitted, Verdict.Unknown)]
    public void Judge_Pair_GivesTheContractsVerdict(ProbeOutcome privileged, ProbeOutcome benign, Verdict expected) =>
        Assert.Equal(expected, Judge(Probe(ProbeProfile.Privileged, privileged), Probe(ProbeProfile.Benign, benign)).Verdict);

    [Fact]
    public void Judge_BenignNeverAsked_StillJudgesThePrivilegedOne() =>
        Assert.Equal(Verdict.Protected, Judge(Probe(ProbeProfile.Privileged, ProbeOutcome.Denied)).Verdict);

    [Theory]
    [InlineData("containers \"app\", \"probe-1\" must not", "container \"app\" must not", Verdict.Protected)]
    [InlineData("container \"probe-1\" must not", "container \"probe-1\" must set", Verdict.Blocked)]
    [InlineData("container \"app\" must not", "container \"app\" must not", Verdict.Blocked)]
    [InlineData("container \"probe-1\" must not", "container \"my-probe-1\" must not", Verdict.Protected)]
    public void Judge_PodSecurityDeniesBoth_LooksAtWhomItBlames(string privileged, string benign, Verdict expected) =>
        Assert.Equal(expected, Judge(
            Probe(ProbeProfile.Privileged, ProbeOutcome.Denied, privileged),
            Probe(ProbeProfile.Benign, ProbeOutcome.Denied, benign)).Verdict);

    [Fact]
    public void Of_TargetsInAnyOrder_GiveTheWorstThatAnswered() => Prop.ForAll(
        ArbMap.Default.ArbFor<Verdict[]>().Filter(v => v.Length > 0),
        verdicts =>
        {
            var targets = verdicts.Select(v => Target(v)).ToImmutableArray();
            var verdict = NamespaceVerdict.Of("x", targets, [], RegularControl.Unknown, null).Verdict;
            var reversed = NamespaceVerdict.Of("x", [.. targets.Reverse()], [], RegularControl.Unknown, null).Verdict;
            var withOpen = NamespaceVerdict.Of("x", targets.Add(Target(Verdict.Unprotected)), [], RegularControl.Unknown, null).Verdict;
            var withUnknown = NamespaceVerdict.Of("x", targets.Add(Target(Verdict.Unknown)), [], RegularControl.Unknown, null).Verdict;
            return verdict == reversed && withOpen == Verdict.Unprotected && withUnknown == verdict
                && verdict == verdicts.Where(v => v != Verdict.Unknown).DefaultIfEmpty(Verdict.Unknown).Min();
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(UnknownReason.NoEligiblePod, UnknownReason.Timeout, UnknownReason.Timeout)]
    [InlineData(UnknownReason.NoEligiblePod, UnknownReason.Error, UnknownReason.Error)]
    [InlineData(UnknownReason.NoEligiblePod, UnknownReason.SubresourceAbsent, UnknownReason.SubresourceAbsent)]
    [InlineData(UnknownReason.Error, UnknownReason.NoPermission, UnknownReason.NoPermission)]
    [InlineData(UnknownReason.Error, UnknownReason.Timeout, UnknownReason.Timeout)]
    public void Of_TargetsUnknownForDifferentReasons_TellsTheOneThatMustNotBeMissed(UnknownReason one, UnknownReason other, UnknownReason expected)
    {
        var (a, b) = (Target(Verdict.Unknown) with { UnknownBecause = one }, Target(Verdict.Unknown) with { UnknownBecause = other });
        Assert.Equal(expected, NamespaceVerdict.Of("x", [a, b], [], RegularControl.Unknown, null).UnknownBecause);
        Assert.Equal(expected, NamespaceVerdict.Of("x", [b, a], [], RegularControl.Unknown, null).UnknownBecause);
    }

    [Fact]
    public void Of_PodThatWasProbedInPlaceOfAnother_IsNotSkippedAsWell()
    {
        ImmutableArray<SkippedPod> skipped = [new("other", SkipReason.OverLimit), new("pod", SkipReason.OverLimit)];
        Assert.Equal([skipped[0]], NamespaceVerdict.Of("x", [Target(Verdict.Protected)], skipped, RegularControl.Unknown, null).SkippedPods.ToArray());
    }

    [Fact]
    public void Of_NoTargetLeft_IsAnErrorAndNotAPass()
    {
        var ns = NamespaceVerdict.Of("x", [], [], RegularControl.Unknown, null);
        Assert.Equal((Verdict.Unknown, UnknownReason.Error), (ns.Verdict, ns.UnknownBecause));
    }

    private static TargetPosture Judge(params ImmutableArray<ProbeResult> probes) => TargetVerdict.Judge("pod", "Pod/pod", Name, probes);

    private static ProbeResult Probe(ProbeProfile profile, ProbeOutcome outcome, string message = "no") => new(
        profile,
        outcome,
        Layer.PodSecurity,
        outcome is ProbeOutcome.Denied or ProbeOutcome.Unavailable ? new DeniedBy(Layer.PodSecurity, "baseline:latest", null, [], $"{message} {(message == "no" && outcome == ProbeOutcome.Denied ? $"\"{Name}\"" : "")}") : null,
        403,
        "message",
        []);

    private static TargetPosture Target(Verdict verdict) => new("pod", "Pod/pod", verdict, [])
    {
        UnknownBecause = verdict == Verdict.Unknown ? UnknownReason.Error : null,
    };
}
