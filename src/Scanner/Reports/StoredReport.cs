using System.Collections.Immutable;
using Scanner.Core.Admission.Verdicts;

namespace Scanner.Reports;

/// <summary>What is kept of a report that the cluster holds.</summary>
/// <param name="Namespace">Null for a report of the cluster.</param>
/// <param name="Content">Stands for all that the scanner writes into a report: two of equal content differ in nothing that it asserts.</param>
/// <param name="Instance">The installation that it belongs to; null for none.</param>
/// <param name="Compared">With what the next verdict of the namespace is to be compared; null when the report does not say.</param>
/// <param name="Seen">When its findings were first seen.</param>
internal sealed record StoredReport(
    string? Namespace, string Name, ulong Content, string? Instance, Verdict? Compared, ImmutableArray<SeenFinding> Seen);
