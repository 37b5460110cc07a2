using System.Collections.Immutable;
using Scanner.Core;
using Scanner.Core.Findings;
using Scanner.Core.Posture;

namespace Scanner.Publishing.Notifications;

/// <summary>Finds the changes of findings from result to result. Accepted ones count as if they were not there. Not for concurrent use.</summary>
/// <param name="least">Findings of less severity count as if they were not there.</param>
public sealed class FindingChanges(Severity least)
{
    private const string ProtectionLost = "ES106";

    // Rules about what probes found out: without an answer they are silent, and nothing has become better by that.
    private const string ByProbe = "ES1";

    private readonly Dictionary<string, StandingFinding> _standing = [];

    // Of those standing the ones whose namespace gives no answer now.
    private readonly HashSet<string> _inDoubt = [];

    // Losses are told once by each process, however often it leads.
    private readonly HashSet<string> _toldLosses = [];
    private ImmutableArray<Finding> _seen = [];
    private bool _hasBegun;

    /// <summary>What stands at present, in no order.</summary>
    public IReadOnlyCollection<StandingFinding> Standing => _standing.Values;

    /// <summary>Whoever led meanwhile has told what there was to tell: the next result is the first.</summary>
    public void Forget()
    {
        _standing.Clear();
        _inDoubt.Clear();
        (_seen, _hasBegun) = ([], false);
    }

    /// <summary>
    /// What changed since the result before. Of the first one only protections that were lost (ES106), each once in the life of a process:
    /// whether the rest is new nobody knows.
    /// </summary>
    public ImmutableArray<FindingChange> Next(ScanResult scan, DateTimeOffset now)
    {
        var changes = ImmutableArray.CreateBuilder<FindingChange>();
        var (gone, come) = SortedDifference.Of(_seen, scan.Findings, Finding.Order);
        var present = new Dictionary<string, Finding>();
        // Most severe first, as they are sorted.
        foreach (var finding in come)
        {
            present[finding.Id] = finding;
            if (!Counts(finding) || Stand(finding, now) is not { } change)
                continue;
            var isLoss = finding.Rule == ProtectionLost && _toldLosses.Add(finding.Id);
            if (_hasBegun || isLoss)
                changes.Add(change);
        }

        var unanswered = new Lazy<HashSet<string>>(() => [.. scan.Namespaces.Where(n => n.CouldNotBeAsked).Select(n => n.Name)]);
        var doubtful = _inDoubt.Select(id => _standing[id].Finding).ToList();
        foreach (var finding in gone.Concat(doubtful).DistinctBy(f => f.Id))
        {
            if (End(finding, present.GetValueOrDefault(finding.Id), unanswered, now) is { } change)
                changes.Add(change);
        }

        (_seen, _hasBegun) = (scan.Findings, true);
        return changes.ToImmutable();
    }

    private bool Counts(Finding finding) => finding.Exception is null && finding.Severity >= least;

    private FindingChange? Stand(Finding finding, DateTimeOffset now)
    {
        var before = _standing.GetValueOrDefault(finding.Id);
        var since = before?.Since ?? now;
        _standing[finding.Id] = new StandingFinding(finding, since);
        _inDoubt.Remove(finding.Id);
        return before is null ? new FindingChange(ChangeKind.Appeared, finding, null, since, now)
            : before.Finding.Severity != finding.Severity ? new FindingChange(ChangeKind.SeverityChanged, finding, before.Finding.Severity, since, now)
            : null;
    }

    /// <param name="present">The finding as it is now; null when it is not there.</param>
    private FindingChange? End(Finding finding, Finding? present, Lazy<HashSet<string>> unanswered, DateTimeOffset now)
    {
        if ((present is not null && Counts(present)) || !_standing.TryGetValue(finding.Id, out var standing))
            return null;
        if (present is null && finding.Rule.StartsWith(ByProbe, StringComparison.Ordinal) && finding.Namespace is { } ns && unanswered.Value.Contains(ns))
        {
            _inDoubt.Add(finding.Id);
            return null;
        }

        _standing.Remove(finding.Id);
        _inDoubt.Remove(finding.Id);
        _toldLosses.Remove(finding.Id);
        return new FindingChange(ChangeKind.Gone, present ?? standing.Finding, standing.Finding.Severity, standing.Since, now);
    }
}
