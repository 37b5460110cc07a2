using System.Collections.Immutable;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Posture;
using Scanner.Core.Rbac.Exposures;
using Scanner.Core.Remedies;

namespace Scanner.Publishing.Terminal;

/// <summary>Namespaces of one verdict, cause and fix.</summary>
/// <param name="Names">With who can get in, the most exposed first; empty for nobody.</param>
/// <param name="Fix">For any of them; null when there is nothing to mend.</param>
internal sealed record NamespaceGroup(string Word, Verdict Verdict, string Cause, Advice? Fix, ImmutableArray<(string Name, string Exposed)> Names)
{
    /// <summary>Worst first, then the most exposed.</summary>
    /// <param name="advise">How the reader is told what to do.</param>
    public static ImmutableArray<NamespaceGroup> Of(ScanResult result, Func<Remedy, Advice> advise) =>
    [
        .. InOrder(result)
            .GroupBy(n => (Word: VerdictStyle.Word(n.Posture), Cause: NamespaceExplanation.Cause(n.Posture), Fix: FixOf(n.Posture)?.Anywhere()))
            .Select(g => new NamespaceGroup(
                g.Key.Word,
                g.First().Posture.Verdict,
                g.Key.Cause,
                (g.Count() > 1 ? g.Key.Fix : FixOf(g.First().Posture)) is { } fix ? advise(fix) : null,
                [.. g.Select(n => (n.Posture.Name, n.Exposure is { } exposure ? Exposed(exposure) : ""))])),
    ];

    public static IEnumerable<(NamespacePosture Posture, NamespaceExposure? Exposure)> InOrder(ScanResult result)
    {
        var exposures = result.Exposures.ToDictionary(e => e.Namespace);
        return result.Namespaces
            .Select(n => (Posture: n, Exposure: exposures.GetValueOrDefault(n.Name)))
            .OrderBy(n => n.Posture.Verdict)
            .ThenByDescending(n => n.Exposure is { } exposure ? ExposureFinder.Weight(exposure) : -1)
            .ThenBy(n => n.Posture.Name, StringComparer.Ordinal);
    }

    /// <summary>The one who matters most to the namespace, and how many others.</summary>
    public static string Exposed(NamespaceExposure exposure)
    {
        var worst = ExposureFinder.WorstFirst(exposure).First().Subject;
        return exposure.Subjects.Length > 1 ? $"{worst} +{exposure.Subjects.Length - 1}" : worst.ToString();
    }

    private static Remedy? FixOf(NamespacePosture ns) => NamespaceExplanation.Fix(ns);
}
