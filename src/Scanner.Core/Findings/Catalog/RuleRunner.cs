using System.Collections.Immutable;
using Scanner.Core.Findings.Exceptions;
using Scanner.Core.Posture;

namespace Scanner.Core.Findings.Catalog;

/// <summary>Runs the rules over a scan.</summary>
public static class RuleRunner
{
    /// <summary>The same scan with its findings, worst first, and each namespace with the ids of those about it and its pods.</summary>
    /// <param name="exceptions">Findings that are accepted; null for none.</param>
    public static ScanResult AddTo(
        ScanResult scan, ImmutableArray<MissingPermission> missing, TimeSpan lingerAfter, DateTimeOffset now, ExceptionSet? exceptions = null)
    {
        var context = new RuleContext(scan, missing, lingerAfter, now);
        var found = RuleCatalog.All.SelectMany(rule => rule.Evaluate(context)).ToImmutableArray();
        var findings = ExceptionMatching.Apply(found, exceptions ?? ExceptionSet.None, scan.Complete, now)
            .OrderByDescending(f => f.Severity)
            .ThenBy(f => f.Rule, StringComparer.Ordinal)
            .ThenBy(f => f.Resource.Namespace ?? "", StringComparer.Ordinal)
            .ThenBy(f => f.Resource.Name, StringComparer.Ordinal)
            .ThenBy(f => f.Id, StringComparer.Ordinal)
            .ToImmutableArray();
        var byNamespace = findings.ToLookup(f => NamespaceOf(f) ?? "", f => f.Id);
        return scan with
        {
            Findings = findings,
            Namespaces = [.. scan.Namespaces.Select(n => n with { Findings = [.. byNamespace[n.Name]] })],
        };
    }

    /// <summary>The namespace that a finding is about; null when it is about none.</summary>
    internal static string? NamespaceOf(Finding finding) =>
        finding.Resource.Kind == "Namespace" ? finding.Resource.Name : finding.Resource.Namespace;
}
