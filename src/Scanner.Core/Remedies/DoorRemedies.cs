using Scanner.Core.Admission.Policies;
using Scanner.Core.Admission.Verdicts;

namespace Scanner.Core.Remedies;

/// <summary>
/// What closes the door of a namespace by itself, whatever left it open, beside what mends the cause. The cause is often a text that somebody
/// must rewrite; this is applied as it is.
/// </summary>
public static class DoorRemedies
{
    /// <summary>A privileged ephemeral container gets in, or would by the policies where nobody could ask.</summary>
    public static bool IsOpen(NamespacePosture ns) => ns is { Verdict: Verdict.Unprotected } or { Verdict: Verdict.Sanitized, AlsoDeniedBy: null }
        || ns is { Verdict: Verdict.Unknown, Predicted.Verdict: Verdict.Unprotected or Verdict.Sanitized };

    /// <summary>Null where the server has nothing that would not stop the namespace's own pods.</summary>
    public static Remedy? Close(NamespacePosture ns, bool hasAdmissionPolicies) =>
        hasAdmissionPolicies ? new Remedy.DenyByPolicy([ns.Name])
        : ns.BelowBaseline.IsEmpty ? new Remedy.EnforceBaseline(ns.Name)
        : null;

    /// <summary>
    /// The same for the namespaces that a policy leaves open; null where the policy can be mended, where they are too many to be named, and where
    /// what it denies is none of what the Baseline standard forbids.
    /// </summary>
    internal static Remedy? Close(PolicyCoverage policy, bool hasAdmissionPolicies)
    {
        var settings = policy.Coverage == CoverageKind.Covered ? policy.Variants : policy.Missed;
        var isOfBaseline = settings.IsEmpty || settings.Contains("privileged") || settings.Contains("capabilities");
        return hasAdmissionPolicies && policy.Mends.IsEmpty && isOfBaseline && policy.OpenNamespaceCount is > 0 and <= PolicyCoverage.MostOpen ? new Remedy.DenyByPolicy(policy.OpenNamespaces) : null;
    }

    /// <summary>To end an exemption, and what closes the door until then where the namespaces are few.</summary>
    internal static Remedy Of(PolicyExemption exemption, bool hasAdmissionPolicies)
    {
        var end = new Remedy.EndExemption(exemption.Where);
        return hasAdmissionPolicies && exemption.Count <= PolicyCoverage.MostOpen ? new Remedy.CloseMeanwhile(end, new Remedy.DenyByPolicy(exemption.Namespaces)) : end;
    }

    /// <summary>The remedy as it is, with another one beside it; or, where no command does it, with another one until it is done.</summary>
    internal static (Remedy Remedy, Remedy? Alternative) With(Remedy remedy, NamespacePosture ns, bool hasAdmissionPolicies)
    {
        if (!IsAboutTheDoor(remedy) || IsEnough(remedy) || Close(ns, hasAdmissionPolicies) is not { } close)
            return (remedy, null);
        if (RemedyText.Advise(remedy).Commands.IsEmpty)
            return (new Remedy.CloseMeanwhile(remedy, close), null);
        return (remedy, close);
    }

    private static bool IsEnough(Remedy remedy) => remedy is Remedy.EnforceBaseline { Violating.IsEmpty: true } or Remedy.ExtendPolicy { Mends.IsEmpty: false };

    // The others say how to ask again, or that nothing can be done.
    private static bool IsAboutTheDoor(Remedy remedy) => remedy is Remedy.EnforceBaseline or Remedy.ExtendPolicy or Remedy.ExtendToPod or Remedy.ExtendCoverage;
}
