using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Rbac.Exposures;
using Scanner.Core.Remedies;

namespace Scanner.Core.Findings.Admission;

internal sealed class PrivilegedAdmittedRule() : NamespaceRule("ES101", "PrivilegedAdmitted", Severity.High)
{
    private const int MostExplained = 3;

    protected override string? MessageOf(NamespacePosture ns) => ns.Verdict == Verdict.Unprotected
        ? $"a privileged ephemeral container would be admitted into pod {Target(ns)}: {NamespaceExplanation.Cause(ns)}"
        : null;

    // An open door that somebody stands before.
    protected override Severity SeverityOf(NamespaceExposure? exposure) => exposure is null ? Identity.Severity : Severity.Critical;

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
