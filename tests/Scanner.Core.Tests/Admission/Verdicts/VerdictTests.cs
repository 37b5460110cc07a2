using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Probes;
using Scanner.Core.Admission.Targets;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Remedies;

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

    /// <summary>A policy that fails on everything has not spoken; one that fails on privilege only keeps it out all the same.</summary>
    [Theory]
    [InlineData("p", "expression 'object.x' resulted in error: no such key: x", "p", "expression 'object.x' resulted in error: no such key: x", Verdict.FailClosed)]
    [InlineData("p", "expression 'object.x' resulted in error: no such key: x", "q", "expression 'object.x' resulted in error: no such key: x", Verdict.Blocked)]
    [InlineData("p", "expression 'object.x' resulted in error: no such key: x", "p", "no debugging here", Verdict.Blocked)]
    [InlineData("p", "no privilege here", "p", "expression 'object.x' resulted in error: no such key: x", Verdict.Blocked)]
    [InlineData("p", "expression 'object.x' resulted in error: no such key: x", null, null, Verdict.Protected)]
    public void Judge_PolicyThatFails_CountsAsAnOutageWhereItTellsNothingApart(string name, string message, string? other, string? otherMessage, Verdict expected) =>
        Assert.Equal(expected, Judge(
            By(ProbeProfile.Privileged, Layer.ValidatingAdmissionPolicy, name, message),
            other is null ? Probe(ProbeProfile.Benign, ProbeOutcome.Admitted) : By(ProbeProfile.Benign, Layer.ValidatingAdmissionPolicy, other, otherMessage!)).Verdict);

    [Theory]
    [InlineData("Policy one error: no such key", Verdict.FailClosed)]
    [InlineData("Policy one error: no such key; Policy two failed: no", Verdict.Blocked)]
    public void Judge_PoliciesOfAWebhookThatFail_LikeThoseOfTheServer(string message, Verdict expected) => Assert.Equal(expected, Judge(
        By(ProbeProfile.Privileged, Layer.Webhook, "w", message), By(ProbeProfile.Benign, Layer.Webhook, "w", message)).Verdict);

    [Theory]
    [InlineData(Layer.Webhook, "[repos] container <probe-1> has an invalid image repo <registry.k8s.io/pause:3.10>", true, true)]
    [InlineData(Layer.ValidatingAdmissionPolicy, "only our registry", true, true)]
    [InlineData(Layer.ValidatingAdmissionPolicy, "no", true, true)]
    [InlineData(Layer.Webhook, "privileged needs an image of ours", false, true)]
    [InlineData(Layer.Webhook, "privileged is not allowed", false, false)]
    [InlineData(Layer.SecurityContextConstraints, "image", true, false)]
    public void Concerns_DenialThatMayBeForTheImage_AsksAgain(Layer layer, string message, bool both, bool expected)
    {
        var benign = both ? By(ProbeProfile.Benign, layer, "x", message) : Probe(ProbeProfile.Benign, ProbeOutcome.Admitted);
        Assert.Equal(expected, ImageDoubt.Concerns(Judge(By(ProbeProfile.Privileged, layer, "x", message), benign)));
    }

    /// <summary>Pod Security answers before a webhook does: it denies the one, the list of registries the other.</summary>
    [Fact]
    public void Concerns_OnlyTheHarmlessProbeIsDeniedForItsImage_AsksAgain() => Assert.True(ImageDoubt.Concerns(Judge(
        Probe(ProbeProfile.Privileged, ProbeOutcome.Denied), By(ProbeProfile.Benign, Layer.Webhook, "x", "no"))));

    [Fact]
    public void Cause_BlockedForBothImages_NamesThemAndThePolicy()
    {
        var target = Judge(
            By(ProbeProfile.Privileged, Layer.Webhook, "x", "not our registry") with { Image = "corp.example/app:1" },
            By(ProbeProfile.Benign, Layer.Webhook, "x", "not our registry") with { Image = "corp.example/app:1" });
        Assert.Equal(
            "webhook x denies every ephemeral container of the scanner's image and of corp.example/app:1, by a policy on images as it seems",
            NamespaceExplanation.Cause(NamespaceVerdict.Of("a", [target], [], RegularControl.Unknown, null)));
    }

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

    private static ProbeResult By(ProbeProfile profile, Layer layer, string name, string message) =>
        new(profile, ProbeOutcome.Denied, layer, new DeniedBy(layer, name, null, [], message), 403, message, []);

    private static TargetPosture Target(Verdict verdict) => new("pod", "Pod/pod", verdict, [])
    {
        UnknownBecause = verdict == Verdict.Unknown ? UnknownReason.Error : null,
    };
}
