using System.Collections.Immutable;
using Scanner.Core.Posture;

namespace Scanner.Core.Rules;

/// <summary>Runs the rules over a scan.</summary>
public static class Findings
{
    /// <summary>The same scan with its findings, worst first, and each namespace with the ids of those about it and its pods.</summary>
    public static ScanResult AddTo(ScanResult scan, ImmutableArray<MissingPermission> missing, TimeSpan lingerAfter, DateTimeOffset now)
    {
        var context = new RuleContext(scan, missing, lingerAfter, now);
        var findings = RuleCatalog.All
            .SelectMany(rule => rule.Evaluate(context))
            .OrderByDescending(f => f.Severity)
            .ThenBy(f => f.Rule, StringComparer.Ordinal)
            .ThenBy(f => f.Resource.Namespace ?? "", StringComparer.Ordinal)
            .ThenBy(f => f.Resource.Name, StringComparer.Ordinal)
            .ThenBy(f => f.Id, StringComparer.Ordinal)
            .ToImmutableArray();
        var byNamespace = findings.ToLookup(NamespaceOf, f => f.Id);
        return scan with
        {
            Findings = findings,
            Namespaces = [.. scan.Namespaces.Select(n => n with { Findings = [.. byNamespace[n.Name]] })],
        };
    }

    private static string NamespaceOf(Finding finding) =>
        finding.Resource.Kind == "Namespace" ? finding.Resource.Name : finding.Resource.Namespace ?? "";
}
