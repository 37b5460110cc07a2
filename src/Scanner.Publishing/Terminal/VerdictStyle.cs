using Scanner.Core.Admission.Targets;
using Scanner.Core.Admission.Verdicts;

namespace Scanner.Publishing.Terminal;

/// <summary>How verdicts look on a terminal.</summary>
public static class VerdictStyle
{
    /// <summary>For example <c>Protected</c>, <c>Protected (3 of 6 workloads)</c> or <c>Unknown/NoPods</c>.</summary>
    public static string Word(NamespacePosture ns) => (ns.UnknownBecause is { } because ? $"{ns.Verdict}/{because}" : ns.Verdict.ToString()) + Share(ns.Workloads);

    private static string Share(WorkloadCounts workloads) =>
        workloads.Asked > 0 && workloads.Asked < workloads.All ? $" ({workloads.Asked} of {workloads.All} workloads)" : "";

    public static Tone ToneOf(Verdict verdict) => verdict switch
    {
        Verdict.Unprotected => Tone.Bad,
        Verdict.Protected or Verdict.Blocked => Tone.Good,
        _ => Tone.Doubtful,
    };
}
