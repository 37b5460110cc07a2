using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Core.Remedies;

namespace Scanner.Core.Findings.Admission;

internal sealed class PodSecurityNotEnforcedRule() : NamespaceRule(
    "ES409", "PodSecurityNotEnforced", Severity.Low, "whoever reads the labels may think that the namespace is protected by them")
{
    protected override string? MessageOf(NamespacePosture ns) =>
        ns.PodSecurity is { OnlyTells: true } modes
            ? $"Pod Security {string.Join(" and ", Told(modes))}, and enforces {(modes.Enforce is null ? "nothing" : "the level that allows everything")}"
            : null;

    protected override string CauseOf(NamespacePosture ns) => MessageOf(ns)!;

    protected override Remedy RemedyOf(NamespacePosture ns) => NamespaceExplanation.Baseline(ns, BaselineReason.NothingDenies);

    private static IEnumerable<string> Told(PodSecurityModes modes)
    {
        if (modes.Warn is { } warn and not PodSecurityLevel.Privileged)
            yield return $"warns at {warn.ToString().ToLowerInvariant()}";
        if (modes.Audit is { } audit and not PodSecurityLevel.Privileged)
            yield return $"audits at {audit.ToString().ToLowerInvariant()}";
    }
}
