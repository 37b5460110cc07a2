using System.Collections.Immutable;
using System.Text;
using Scanner.Core;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Findings;
using Scanner.Core.Findings.Self;
using Scanner.Core.Posture;
using Scanner.Publishing.Documents;

namespace Scanner.Publishing.Reports;

/// <summary>Turns a result into reports: one for each namespace with findings or a probe, and one for the rest.</summary>
public static class ReportComposer
{
    /// <summary>Results a report.</summary>
    public const int MostLines = 500;

    /// <summary>
    /// Bytes of all texts of a report. The API server stores no object over 1.5 MiB
    /// (https://etcd.io/docs/v3.5/dev-guide/limit/), and what stands around the texts is less than they are.
    /// </summary>
    public const int MostBytes = 600_000;

    private const int MostOfAText = 1000;

    private const string NotProbed = "ES104";

    /// <summary>In the order of the namespaces; that of the cluster first. It is always there, so that none of an earlier scan stays.</summary>
    public static ImmutableArray<Report> Of(ScanResult result)
    {
        var scanned = result.Namespaces.Select(n => n.Name).ToHashSet();
        var byNamespace = result.Findings.ToLookup(f => f.Namespace is { } ns && scanned.Contains(ns) ? ns : "");
        return [OfCluster(byNamespace[""], result.Errors), .. result.Namespaces.Select(n => OfNamespace(n, byNamespace[n.Name])).OfType<Report>()];
    }

    /// <param name="findings">About no namespace that was looked at, worst first.</param>
    public static Report OfCluster(IEnumerable<Finding> findings, IEnumerable<ScanError> errors) =>
        Of(null, [.. findings.Select(f => Line(f, couldNotBeAsked: false)), .. errors.Select(Line)], pass: 0);

    /// <returns>Null when there is nothing to say.</returns>
    /// <param name="findings">About the namespace, worst first.</param>
    public static Report? OfNamespace(NamespacePosture ns, IEnumerable<Finding> findings)
    {
        ImmutableArray<ReportLine> lines = [.. findings.Select(f => Line(f, ns.CouldNotBeAsked))];
        return lines.IsEmpty && ns.Targets.IsEmpty && ns.Verdict == Verdict.Unknown
            ? null
            : Of(ns.Name, lines, ns.Verdict == Verdict.Protected ? 1 : 0) with
            {
                Verdict = ns.Verdict,
                EarlierVerdict = ns.Compared == ns.Verdict ? null : ns.Compared,
            };
    }

    private static Report Of(string? ns, ImmutableArray<ReportLine> lines, int pass)
    {
        var (count, bytes) = (0, 0);
        while (count < Math.Min(lines.Length, MostLines) && (bytes += Bytes(lines[count])) <= MostBytes)
            count++;
        return new Report(ns, lines[..count], ReportSummary.Of(lines, pass), lines.Length - count);
    }

    private static ReportLine Line(Finding finding, bool couldNotBeAsked)
    {
        var properties = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        properties.Add(new(ReportLine.Id, finding.Id));
        properties.Add(new("docs", finding.Docs));
        properties.Add(new("remediation", Short(CommandRemedyText.Of(finding.Remedy))));
        if (finding.Exception is { } exception)
            properties.Add(new("accepted", Short(exception.Reason)));
        return new ReportLine(
            finding.Rule, finding.Title, Outcome(finding, couldNotBeAsked), finding.Severity, Short(finding.Message), finding.Resource, properties.ToImmutable());
    }

    // A step of the scan that failed is no finding of a rule, and what it would have found is missing here.
    private static ReportLine Line(ScanError error)
    {
        var blind = new BlindRule().Identity;
        return new ReportLine(
            blind.Id, blind.Title, ReportOutcome.Error, Severity.Medium, Short($"{error.Step}: {error.Message}"), null,
            [new(ReportLine.Id, Short(error.Step.ToString()))]);
    }

    private static ReportOutcome Outcome(Finding finding, bool couldNotBeAsked) => finding switch
    {
        { Exception: not null } => ReportOutcome.Skip,
        { Rule: NotProbed } => couldNotBeAsked ? ReportOutcome.Error : ReportOutcome.Skip,
        { Severity: >= Severity.Medium } => ReportOutcome.Fail,
        _ => ReportOutcome.Warn,
    };

    private static string Short(string text) => PlainText.Cut(text, MostOfAText);

    private static int Bytes(ReportLine line) =>
        Bytes(line.Message) + Bytes($"{line.Resource?.Namespace}{line.Resource?.Name}") + line.Properties.Sum(p => Bytes(p.Value));

    // As they are written: a character that is hidden takes six.
    private static int Bytes(string text) => Encoding.UTF8.GetByteCount(VisibleJsonEncoder.Instance.Encode(text));
}
