using System.Collections.Immutable;
using Scanner.Core.Admission.Policies;
using Scanner.Policies.Decisions;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Coverage;

/// <summary>
/// Tells what a policy does about ephemeral containers by the differences between its answers: of a variant and the benign container, of an
/// ephemeral and a regular one. Whatever is undecided and could change the answer makes it Unknown, so that no gap is false.
/// </summary>
public static class CoverageJudge
{
    public static TargetCoverage Judge(IPolicy policy, VariantRequests requests) => Judge(policy, requests, new CompliantPods(policy));

    /// <param name="pods">What was learnt in other places of what the policy wants of a pod.</param>
    internal static TargetCoverage Judge(IPolicy policy, VariantRequests requests, CompliantPods pods)
    {
        var coverage = JudgeAll(policy, requests, pods);
        return coverage.Coverage == CoverageKind.Covered ? coverage : coverage with { Exemption = ExemptionOf(policy.Decide(requests.Get(ContainerVariants.Privileged, RequestChannel.Ephemeral))) };
    }

    private static string? ExemptionOf(ImmutableArray<RuleDecision> decisions) => decisions.All(d => d.Decision is PolicyDecision.NotMatched)
        ? decisions.Select(d => ((PolicyDecision.NotMatched)d.Decision).Exemption).FirstOrDefault(e => e is not null)
        : null;

    private static TargetCoverage JudgeAll(IPolicy policy, VariantRequests requests, CompliantPods pods)
    {
        if (policy is IOpaquePolicy opaque)
            return OpaqueCoverage.Judge(opaque, requests);
        if (policy is IMutatingPolicy mutating)
            return MutationCoverage.Judge(mutating, requests);
        var judged = JudgeContainers(policy, requests, pods);
        return judged.Coverage == CoverageKind.Unknown && policy is IScopedPolicy { Scope.ReadsContainers: false } && IsSpokenOfPods(policy, requests)
            ? judged with { Coverage = CoverageKind.NotRelevant, MayCover = false, Reason = Reasons.ReadsNoContainers(judged.Reason) }
            : judged;
    }

    /// <summary>
    /// What a policy that reads no containers says of an ephemeral one it says of every container: nothing, or the same as of a pod that is
    /// created. One that is only for updates could refuse every ephemeral container.
    /// </summary>
    private static bool IsSpokenOfPods(IPolicy policy, VariantRequests requests)
    {
        bool Passes(RequestChannel channel) => policy.Decide(requests.Get(ContainerVariants.Benign, channel)).All(d => d.Decision.LetsThrough);
        return Passes(RequestChannel.Ephemeral) || !Passes(RequestChannel.Regular);
    }

    private static TargetCoverage JudgeContainers(IPolicy policy, VariantRequests requests, CompliantPods pods)
    {
        var judged = JudgeParts(policy, requests);
        if (judged is { Coverage: CoverageKind.Covered, RefusesAll: false } || CompliantPods.IsAccepted(policy, requests))
            return judged;
        if (pods.Find(requests) is { } accepted)
            return JudgeParts(policy, accepted);
        return judged.RefusesAll && Violation(policy.Decide(requests.Unchanged)) is { } refusal
            ? Unknown(judged.IsEvaluated, Reasons.RefusesPod(refusal)) with { MayCover = true }
            : judged;
    }

    private static TargetCoverage JudgeParts(IPolicy policy, VariantRequests requests)
    {
        var whole = Judge(new VariantAnswers(policy, requests));
        // The first part that speaks hides the others.
        if (whole is { Coverage: CoverageKind.Covered, RefusesAll: false } || policy is not IPartedPolicy { Parts: { IsEmpty: false } parts })
            return whole;
        var judged = parts.Select(p => Judge(new VariantAnswers(p, requests))).ToList();
        return judged.Exists(p => p.Coverage != whole.Coverage) ? Join(judged, whole) : whole;
    }

    /// <summary>A part that covers decides; without one, what is undecided of any part could still cover.</summary>
    private static TargetCoverage Join(List<TargetCoverage> parts, TargetCoverage whole)
    {
        var covering = parts.FindAll(p => p is { Coverage: CoverageKind.Covered, RefusesAll: false });
        if (covering.Count > 0)
            return covering[0] with { Variants = [.. covering.SelectMany(c => c.Variants).Distinct()], IsEnforced = covering.Exists(c => c.IsEnforced) };
        if (whole.Coverage == CoverageKind.Covered)
            return whole;
        return parts.Find(p => p.MayCover) ?? parts.Aggregate(TargetCoverage.Better);
    }

    private static TargetCoverage Judge(VariantAnswers answers)
    {
        var ephemeral = answers.All(RequestChannel.Ephemeral).SelectMany(a => a).ToList();
        var isEvaluated = ephemeral.Exists(d => d.Decision is not PolicyDecision.NotMatched { HasLooked: false });
        var denied = Told(answers, RequestChannel.Ephemeral);
        if (denied.Count > 0)
            return Found(CoverageKind.Covered, denied, isEvaluated, Reasons.Denies(denied[0].Variant, denied[0].Decisions[0], denied.Count - 1));
        if (Violation(answers.Of(ContainerVariants.Benign, RequestChannel.Ephemeral)) is { } refusal)
        {
            return new TargetCoverage(CoverageKind.Covered, refusal.Decision.IsDenial, true, true, [], Reasons.RefusesAll(refusal)) { RefusesAll = true };
        }

        return Undecided(ephemeral, isEvaluated) is { } undecided ? undecided with { MayCover = true } : NotDenied(answers, isEvaluated);
    }

    /// <summary>No variant is denied as an ephemeral container: is one denied as a regular one?</summary>
    private static TargetCoverage NotDenied(VariantAnswers answers, bool isEvaluated)
    {
        var missed = Told(answers, RequestChannel.Regular);
        if (missed.Count > 0)
            return Gap(answers, missed, isEvaluated);
        var regular = answers.All(RequestChannel.Regular).SelectMany(a => a).ToList();
        if (Undecided(regular, isEvaluated) is { } undecided)
            return undecided;
        if (Violation(answers.Of(ContainerVariants.Benign, RequestChannel.Regular)) is { } refusal)
            return Unknown(isEvaluated, Reasons.RefusesCompliantPod(refusal));
        var isMatched = isEvaluated || regular.Exists(d => d.Decision is not PolicyDecision.NotMatched);
        var created = Violation(answers.Of(ContainerVariants.Benign, RequestChannel.EphemeralAsCreate));
        var unseen = created is null ? "" : Reasons.WouldRefuse(answers.Of(ContainerVariants.Benign, RequestChannel.Ephemeral), created);
        return new TargetCoverage(CoverageKind.NotRelevant, false, isEvaluated, isMatched, [], Reasons.DeniesNothing(regular, isMatched) + unseen);
    }

    private static TargetCoverage Gap(VariantAnswers answers, List<ToldApart> missed, bool isEvaluated)
    {
        var (variant, rules) = (missed[0].Variant, missed[0].Decisions);
        var reason = Reasons.DeniesRegular(variant, rules[0]);
        var seen = answers.Of(variant, RequestChannel.Ephemeral).Where(d => rules.Any(r => r.Rule == d.Rule)).ToList();
        if (seen.TrueForAll(d => d.Decision is PolicyDecision.NotMatched { HasLooked: false }))
            return Found(CoverageKind.NotMatched, missed, isEvaluated, reason + Reasons.NotMatched(seen));
        var created = answers.Of(variant, RequestChannel.EphemeralAsCreate);
        if (answers.ToldApart(variant, RequestChannel.EphemeralAsCreate).Length > 0)
            return Found(CoverageKind.SkipsUpdate, missed, isEvaluated, reason + Reasons.SkipsUpdate);
        return Undecided(created, isEvaluated) ?? Found(CoverageKind.NotRead, missed, isEvaluated, reason + Reasons.NotRead);
    }

    private static List<ToldApart> Told(VariantAnswers answers, RequestChannel channel) =>
    [
        .. VariantRequests.Variants.Select(v => new ToldApart(v, answers.ToldApart(v, channel))).Where(t => !t.Decisions.IsEmpty),
    ];

    private static RuleDecision? Violation(ImmutableArray<RuleDecision> decisions) =>
        decisions.FirstOrDefault(d => d.Decision is PolicyDecision.Denied or PolicyDecision.Reported);

    private static TargetCoverage Found(CoverageKind kind, List<ToldApart> told, bool isEvaluated, string reason) => new(
        kind, told.Exists(t => t.Decisions.Any(d => d.Decision.IsDenial)), isEvaluated, IsMatched: true, [.. told.Select(t => t.Variant.Name)], reason);

    /// <summary>A policy that fails has not spoken: when it is mended it may say anything.</summary>
    private static TargetCoverage? Undecided(IEnumerable<RuleDecision> decisions, bool isEvaluated)
    {
        var open = decisions.Where(d => d.Decision is PolicyDecision.Unknown or PolicyDecision.Failed).ToList();
        return open.Count == 0 ? null : Unknown(isEvaluated, Reasons.Undecided(open.Find(d => d.Decision is PolicyDecision.Unknown) ?? open[0]));
    }

    private static TargetCoverage Unknown(bool isEvaluated, string reason) => new(CoverageKind.Unknown, false, isEvaluated, true, [], reason);

    private sealed record ToldApart(ContainerVariant Variant, ImmutableArray<RuleDecision> Decisions);
}
