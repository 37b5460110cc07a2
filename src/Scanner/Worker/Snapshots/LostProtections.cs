using Microsoft.Extensions.Logging;
using Scanner.Core;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Posture;

namespace Scanner.Worker.Snapshots;

/// <summary>Logs each loss of a protection (ES106) once, and once when it is mended. Not for concurrent use.</summary>
internal sealed class LostProtections(ILogger log)
{
    private const string Rule = "ES106";

    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    /// <summary>A loss that an exception accepts is not told.</summary>
    public void Tell(ScanResult scan)
    {
        // Findings are sorted by severity, so that this looks at few.
        foreach (var finding in scan.Findings.TakeWhile(f => f.Severity == Severity.Critical).Where(f => f.Rule == Rule && f.Exception is null))
        {
            if (_told.Add(finding.Resource.Name))
                log.ProtectionLost(Rule, finding.Title, finding.Resource.Name, finding.Message);
        }

        if (_told.Count == 0)
            return;
        var present = scan.Namespaces.Where(n => _told.Contains(n.Name)).ToList();
        _told.IntersectWith(present.Select(n => n.Name));
        // One that could not be asked meanwhile is as lost as it was.
        foreach (var ns in present.Where(n => n.Verdict is not (Verdict.Unprotected or Verdict.Unknown)))
        {
            _told.Remove(ns.Name);
            log.ProtectionRegained(Rule, ns.Name, ns.Verdict.ToString());
        }
    }
}
