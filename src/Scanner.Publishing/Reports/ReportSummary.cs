using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Scanner.Publishing.Reports;

/// <summary>How many results there are of each outcome, those that were cut included.</summary>
/// <param name="Pass">Nothing but a number: what is in order has no line.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ReportSummary(int Pass, int Fail, int Warn, int Error, int Skip)
{
    internal static ReportSummary Of(ImmutableArray<ReportLine> lines, int pass) => new(
        pass,
        lines.Count(l => l.Outcome == ReportOutcome.Fail),
        lines.Count(l => l.Outcome == ReportOutcome.Warn),
        lines.Count(l => l.Outcome == ReportOutcome.Error),
        lines.Count(l => l.Outcome == ReportOutcome.Skip));
}
