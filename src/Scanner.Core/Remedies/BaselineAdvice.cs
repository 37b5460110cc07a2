namespace Scanner.Core.Remedies;

/// <summary>How Pod Security comes to enforce the Baseline standard without breaking what runs.</summary>
internal static class BaselineAdvice
{
    private const string Label = "pod-security.kubernetes.io/";

    // Pod Security judges the whole pod, on every change of its containers and whenever it is made
    // (https://kubernetes.io/docs/concepts/security/pod-security-admission/), and the label itself only warns of pods that are there.
    public static Advice Of(Remedy.EnforceBaseline remedy) => remedy.Violating.IsEmpty
        ? Advice.Of(Set(remedy, "enforce")).Noting(Because(remedy))
        : Advice.Of(Set(remedy, "warn")).Noting(
            $"do not enforce Pod Security baseline yet: {remedy.Violating} {(remedy.Violating.Count == 1 ? "violates" : "violate")} it and would be refused at the next restart. "
            + "Warn first, move such pods to a namespace of their own or mend them, then enforce; or keep them, and deny privileged ephemeral containers alone "
            + "by a policy on pods/ephemeralcontainers");

    private static Command Set(Remedy.EnforceBaseline remedy, string mode) => Kubectl.LabelNamespace(remedy.Namespace, Label + mode, "baseline");

    private static string Because(Remedy.EnforceBaseline remedy) => remedy.Because switch
    {
        BaselineReason.OnlyMutated => "deny it as well",
        BaselineReason.PodSecurityPolicyOnly => "PodSecurityPolicy never judges ephemeral containers, Pod Security does",
        _ => "",
    };
}
