using Scanner.Core.Analysis;
using Scanner.Core.Posture;

namespace Scanner.Core.Rules;

internal sealed class PrivilegedAdmittedRule() : NamespaceRule("ES101", "PrivilegedAdmitted", Severity.High)
{
    protected override string? MessageOf(NamespacePosture ns) => ns.Verdict == Verdict.Unprotected
        ? $"a privileged ephemeral container would be admitted into pod {Target(ns)}: {NamespaceExplanation.Cause(ns)}"
        : null;

    private static string Target(NamespacePosture ns) => ns.Targets.First(t => t.Verdict == Verdict.Unprotected).Pod;
}
