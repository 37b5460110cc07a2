using System.Collections.Immutable;
using Scanner.Core;
using Scanner.Core.Cluster;

namespace Scanner.Publishing.Reports;

/// <summary>One element of <c>results</c>.</summary>
/// <param name="Policy">Id of the rule.</param>
/// <param name="Rule">Name of the rule.</param>
/// <param name="Resource">What it is about; null for the scan itself.</param>
/// <param name="Properties">In the order in which they are written.</param>
public sealed record ReportLine(
    string Policy,
    string Rule,
    ReportOutcome Outcome,
    Severity Severity,
    string Message,
    ResourceReference? Resource,
    ImmutableArray<KeyValuePair<string, string>> Properties)
{
    /// <summary>The property by which a result is known again: the id of its finding, or the step of the scan that failed.</summary>
    public const string Id = "id";
}
