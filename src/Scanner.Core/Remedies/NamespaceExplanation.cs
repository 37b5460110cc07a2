using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Probes;
using Scanner.Core.Admission.Verdicts;

namespace Scanner.Core.Remedies;

/// <summary>Says in one line why a namespace has its verdict, and what to do about it.</summary>
public static class NamespaceExplanation
{
    public static string Cause(NamespacePosture ns) => ns.Verdict switch
    {
        Verdict.Unprotected when Denying(ns) is { DeniedBy: { } by } denying =>
            $"{Who(by)} denies it in pod {denying.Pod}, but not in pod {Open(ns).Pod}",
        Verdict.Unprotected when ns.RegularControlDeniedBy is { } by =>
            $"{Who(by)} denies a privileged regular container, but not an ephemeral one",
        Verdict.Unprotected => Warned(ns) is { } warning
            ? $"a privileged container is only warned about: {warning}"
            : $"nothing denies a privileged ephemeral container{WithOwnImage(Open(ns))}",
        Verdict.Sanitized => $"a mutation takes the privilege away; {ns.AlsoDeniedBy ?? "nothing"} denies {(ns.AlsoDeniedBy is null ? "it" : "what it misses")}",
        Verdict.FailClosed when ns.DeniedBy!.IsFailedPolicy => $"{Who(ns.DeniedBy)} fails to judge: {ns.DeniedBy.Message}",
        Verdict.FailClosed => $"webhook {ns.DeniedBy!.Name} cannot be called: {ns.DeniedBy.Message}",
        Verdict.Protected or Verdict.Blocked => Denial(ns),
        _ => WhyUnknown(ns),
    };

    /// <summary>What mends it; null when there is nothing to mend, or nothing to do about it.</summary>
    public static Remedy? Fix(NamespacePosture ns) => ns.Verdict switch
    {
        Verdict.Unprotected when Denying(ns) is { DeniedBy: { } by } => new Remedy.ExtendToPod(by, ns.Name, Open(ns).Pod),
        Verdict.Unprotected when ns.RegularControlDeniedBy is { Layer: Layer.Validation, Name: DeniedBy.PodSecurityPolicy } =>
            Baseline(ns, BaselineReason.PodSecurityPolicyOnly),
        Verdict.Unprotected when ns.RegularControlDeniedBy is { } by => new Remedy.ExtendPolicy(by) { Mends = ns.GapMends },
        Verdict.Unprotected => Baseline(ns, BaselineReason.NothingDenies),
        Verdict.Sanitized when ns.AlsoDeniedBy is not null => null,
        Verdict.Sanitized => Baseline(ns, BaselineReason.OnlyMutated),
        Verdict.FailClosed when ns.DeniedBy!.IsFailedPolicy => new Remedy.RepairPolicy(ns.DeniedBy),
        Verdict.FailClosed => new Remedy.RepairWebhook(ns.DeniedBy!.Name),
        Verdict.Unknown => FixUnknown(ns),
        _ => null,
    };

    internal static Remedy Baseline(NamespacePosture ns, BaselineReason because) =>
        new Remedy.EnforceBaseline(ns.Name, because) { Violating = ns.BelowBaseline };

    /// <summary>The layer and name of who denies, as users know them.</summary>
    internal static string Who(DeniedBy by) => by.Layer switch
    {
        Layer.PodSecurity => $"Pod Security {by.Name}",
        Layer.Webhook => $"webhook {by.Name}{Named(by)}",
        Layer.ValidatingAdmissionPolicy => $"ValidatingAdmissionPolicy {by.Name}",
        Layer.SecurityContextConstraints => "SecurityContextConstraints",
        Layer.Validation when by.Name == DeniedBy.PodSecurityPolicy => "a PodSecurityPolicy",
        Layer.Validation => "the API server's own --allow-privileged=false",
        Layer.Mutation => $"MutatingAdmissionPolicy {by.Name}",
        _ => $"{by.Layer} {by.Name}",
    };

    /// <summary>A pod of a namespace that is open by another pod, in which policy does deny the privileged container.</summary>
    private static TargetPosture? Denying(NamespacePosture ns) =>
        ns.Targets.Any(t => t.Verdict == Verdict.Unprotected)
            ? ns.Targets.FirstOrDefault(t => t.Verdict is Verdict.Protected or Verdict.Blocked)
            : null;

    private static TargetPosture Open(NamespacePosture ns) => ns.Targets.First(t => t.Verdict == Verdict.Unprotected);

    private static string Named(DeniedBy by) => by.Policies.IsEmpty ? "" : $" ({string.Join(", ", by.Policies)})";

    private static string Denial(NamespacePosture ns)
    {
        if (ns.DeniedBy is not { } by)
            return "denied";
        var target = ns.Targets.FirstOrDefault(t => t.Verdict == ns.Verdict);
        if (ns.Verdict != Verdict.Blocked)
            return $"{Who(by)} denies it{WithOwnImage(target)}";
        var images = target?.OwnImage is { } own ? $" of the scanner's image and of {own}" : "";
        var hint = !by.ShowsImagePolicy ? ""
            : images.Length > 0 ? ", by a policy on images as it seems"
            : ", by a policy on images as it seems; with another image it may be admitted";
        return $"{Who(by)} denies every ephemeral container{images}{hint}";
    }

    private static string WithOwnImage(TargetPosture? target) => target?.OwnImage is { } own ? $" with image {own}" : "";

    private static string? Warned(NamespacePosture ns) =>
        ns.Targets.SelectMany(t => t.Probes).FirstOrDefault(p => p.Profile == ProbeProfile.Privileged && !p.Warnings.IsEmpty)?.Warnings[0];

    private static string WhyUnknown(NamespacePosture ns) => ns.UnknownBecause switch
    {
        UnknownReason.NoPods => "no pods to probe",
        UnknownReason.NoEligiblePod => $"only pods that cannot be probed: {Skipped(ns)}",
        UnknownReason.NoPermission when ns.Targets.Any(t => t.IsUnauthenticated) => $"the server does not accept the credentials: {ns.UnknownMessage}",
        UnknownReason.NoPermission => $"no permission: {ns.UnknownMessage}",
        UnknownReason.ProbingDisabled => "probing is switched off",
        UnknownReason.NotFenced => "the scanner's account could write for real, so it does not probe",
        UnknownReason.SubresourceAbsent => "the server does not serve pods/ephemeralcontainers",
        UnknownReason.Timeout => $"no answer in time: {ns.UnknownMessage}",
        UnknownReason.Offline when ns.Predicted is { } predicted => $"no cluster was asked, predicted {predicted.Verdict}: {predicted.Because}",
        UnknownReason.Offline => "no cluster was asked",
        _ => ns.UnknownMessage ?? "the probe failed",
    };

    private static string Skipped(NamespacePosture ns) => ns.SkippedPods.IsEmpty
        ? "the API server refuses ephemeral containers on them"
        : string.Join(", ", ns.SkippedPods.GroupBy(s => s.Reason).Select(g => $"{g.Count()} {g.Key}"));

    private static Remedy? FixUnknown(NamespacePosture ns) => ns.UnknownBecause switch
    {
        UnknownReason.NoPermission when ns.Targets.Any(t => t.IsUnauthenticated) => new Remedy.RenewCredentials(),
        UnknownReason.NoPermission when ns.Unlisted is { DeniedVerb: { } verb } unlisted =>
            new Remedy.GrantPermission(new MissingPermission(verb, "pods", unlisted.DeniedIn)),
        UnknownReason.NoPermission when ns.Unlisted is not null => new Remedy.RenewCredentials(),
        UnknownReason.NoPermission => new Remedy.GrantProbing(),
        UnknownReason.Timeout => new Remedy.AllowMoreTime(),
        UnknownReason.ProbingDisabled => new Remedy.EnableProbing(),
        UnknownReason.NotFenced => new Remedy.RaiseFence(),
        UnknownReason.Offline => new Remedy.AskCluster(ns.Name),
        _ => null,
    };
}
