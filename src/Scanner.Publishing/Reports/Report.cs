using System.Collections.Immutable;
using Scanner.Core.Admission.Verdicts;

namespace Scanner.Publishing.Reports;

/// <summary>What is reported of one namespace, or of all that belongs to none.</summary>
/// <param name="Namespace">Null for the report of the cluster.</param>
/// <param name="Lines">Worst first, at most <see cref="ReportComposer.MostLines"/>.</param>
/// <param name="Truncated">Results that were left out.</param>
public sealed record Report(string? Namespace, ImmutableArray<ReportLine> Lines, ReportSummary Summary, int Truncated)
{
    /// <summary>The verdict of the namespace; null for the report of the cluster.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>With what its next verdict is to be compared, where that is not <see cref="Verdict"/> itself: who reads the report later has no other memory.</summary>
    public Verdict? EarlierVerdict { get; init; }

    /// <summary>The same with fewer results, for a server that takes no more. The sums stay those of all.</summary>
    /// <param name="most">Lines to keep.</param>
    public Report Cut(int most) =>
        most < Lines.Length ? this with { Lines = Lines[..most], Truncated = Truncated + Lines.Length - most } : this;
}
