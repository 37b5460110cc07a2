using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Rbac.Exposures;
using Scanner.Core.Remedies;

namespace Scanner.Core.Findings.Admission;

internal sealed class PrivilegedAdmittedRule() : NamespaceRule("ES101", "PrivilegedAdmitted", Severity.High, "a door is open, to nobody outside the control plane that is known")
{
    private const int MostExplained = 3;

    protected override string? MessageOf(NamespacePosture ns) => ns.Verdict == Verdict.Unprotected
        ? $"a privileged ephemeral container would be admitted into pod {Target(ns)}: {NamespaceExplanation.Cause(ns)}"
        : null;

    // An open door is as bad as those who stand before it and could not do the same without it.
    protected override Rating RatingOf(JudgedNamespace item)
    {
        if (item.Exposure is not { } exposure)
            return Identity.Usual;
        return ExposureFinder.WithoutOtherMeans(exposure, item.Posture.RegularControl).ToList() switch
        {
            [] => new Rating(Severity.High, "everybody outside the control plane who can use it could run a privileged container there anyway"),
            [var only] => new Rating(Severity.Critical, $"{only.Subject} can use it, and has no other way to run a privileged container there"),
            [var first, .. var more] => new Rating(
                Severity.Critical, $"{first.Subject} and {more.Count} more can use it, and have no other way to run a privileged container there"),
        };
    }

    protected override string Exposed(NamespaceExposure? exposure)
    {
        if (exposure is null)
            return "";
        var worst = ExposureFinder.WorstFirst(exposure).Take(MostExplained).Select(s => ExposureFinder.Explain(exposure, s));
        var more = exposure.Subjects.Length - MostExplained;
        return $"; {string.Join("; ", worst)}{(more > 0 ? $"; and {more} more" : "")}";
    }

    private static string Target(NamespacePosture ns) => ns.Targets.First(t => t.Verdict == Verdict.Unprotected).Pod;
}
