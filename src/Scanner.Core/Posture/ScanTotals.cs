using System.Collections.Immutable;
using Scanner.Core.Admission.Verdicts;

namespace Scanner.Core.Posture;

/// <summary>The sums of a scan.</summary>
/// <param name="Verdicts">Namespaces by verdict; every verdict is there, from worst to best.</param>
/// <param name="Findings">By severity, accepted ones included; every severity is there, from worst to mildest.</param>
/// <param name="OpenFindings">Those that no exception accepts, likewise.</param>
/// <param name="CouldNotBeAsked">Namespaces that leave a gap in the picture.</param>
public sealed record ScanTotals(
    int Namespaces,
    ImmutableSortedDictionary<Verdict, int> Verdicts,
    ImmutableSortedDictionary<Severity, int> Findings,
    ImmutableSortedDictionary<Severity, int> OpenFindings,
    int CouldNotBeAsked,
    int EphemeralContainers,
    int RbacSubjects)
{
    private static readonly IComparer<Severity> s_worstFirst = Comparer<Severity>.Create(static (a, b) => b.CompareTo(a));

    public static ScanTotals Of(ScanResult scan) => new(
        scan.Namespaces.Length,
        Count(scan.Namespaces.Select(n => n.Verdict), Comparer<Verdict>.Default),
        Count(scan.Findings.Select(f => f.Severity), s_worstFirst),
        Count(scan.Findings.Where(f => f.Exception is null).Select(f => f.Severity), s_worstFirst),
        scan.Namespaces.Count(n => n.CouldNotBeAsked),
        scan.EphemeralContainers.Length,
        scan.Rbac?.Subjects.Count ?? 0);

    private static ImmutableSortedDictionary<T, int> Count<T>(IEnumerable<T> values, IComparer<T> order)
        where T : struct, Enum
    {
        var counts = Enum.GetValues<T>().ToDictionary(v => v, _ => 0);
        foreach (var value in values)
            counts[value]++;
        return counts.ToImmutableSortedDictionary(order);
    }
}
