using Scanner.Core.Admission.Policies;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Posture;

namespace Scanner.Publishing.Explanations;

/// <summary>Each policy that has to do with the namespace, those that matter first.</summary>
internal static class PoliciesPart
{
    public static void Write(NamespacePosture ns, ScanResult result, Page page)
    {
        var told = result.Policies.Where(p => p.Coverage != CoverageKind.NotRelevant).OrderBy(Calmness).ToList();
        page.Head("Policies");
        foreach (var policy in told)
        {
            page.Say($"{PolicyReferences.Name(policy)}: {policy.Coverage}, {What(policy, ns.Name)}.");
            page.Say(policy.Reason, "    ");
        }

        var others = result.Policies.Length - told.Count;
        if (told.Count == 0 && others == 0)
            page.Say("No policy has to do with this namespace.");
        else if (others > 0)
            page.Say($"{(told.Count == 0 ? "" : "Besides these, ")}{others} {(others == 1 ? "policy denies" : "policies deny")} no setting of containers.");
        if (!result.UnreadPolicies.IsEmpty)
            page.Say($"Not read, for want of a permission to list them: {string.Join(", ", result.UnreadPolicies.Select(m => m.Resource))}.");
    }

    private static string What(PolicyCoverage policy, string ns) => policy.Coverage switch
    {
        CoverageKind.Covered when policy.EnforcedNamespaces.Contains(ns, StringComparer.Ordinal) => "and denies here",
        CoverageKind.Covered when policy.Exemptions.FirstOrDefault(e => e.Namespaces.Contains(ns, StringComparer.Ordinal)) is { } exemption =>
            $"but not in this namespace, which {exemption.Where} leaves out",
        CoverageKind.Covered when policy.IsEnforced => "but not in this namespace",
        CoverageKind.Covered => "but reports only",
        CoverageKind.NotMatched => "it never sees an ephemeral container come",
        CoverageKind.NotRead => "it does not read spec.ephemeralContainers",
        CoverageKind.SkipsUpdate => "it passes over updates",
        _ => "it cannot be told",
    };

    private static int Calmness(PolicyCoverage policy) => policy.Coverage switch
    {
        CoverageKind.Covered => policy.IsEnforced ? 3 : 1,
        CoverageKind.Unknown => 2,
        _ => 0,
    };
}
