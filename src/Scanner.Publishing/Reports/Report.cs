using System.Collections.Immutable;

namespace Scanner.Publishing.Reports;

/// <summary>What is reported of one namespace, or of all that belongs to none.</summary>
/// <param name="Namespace">Null for the report of the cluster.</param>
/// <param name="Lines">Worst first, at most <see cref="ReportComposer.MostLines"/>.</param>
/// <param name="Truncated">Results that were left out.</param>
public sealed record Report(string? Namespace, ImmutableArray<ReportLine> Lines, ReportSummary Summary, int Truncated);
