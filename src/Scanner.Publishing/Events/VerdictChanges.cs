using System.Collections.Immutable;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Posture;

namespace Scanner.Publishing.Events;

/// <summary>
/// Finds the changes of verdicts from snapshot to snapshot. Unknown is passed over: what comes after it is compared with what was before it.
/// Not for concurrent use.
/// </summary>
public sealed class VerdictChanges
{
    // The last verdict of each namespace that was not Unknown.
    private readonly Dictionary<string, Verdict> _last = [];
    private ImmutableArray<NamespacePosture> _seen = [];
    private bool _hasBegun;

    /// <summary>Whoever led meanwhile has told what there was to tell: the next result is the first.</summary>
    public void Forget()
    {
        _last.Clear();
        (_seen, _hasBegun) = ([], false);
    }

    /// <summary>
    /// What changed since the result before. Of the first one only protections that were lost while nobody looked (ES106): whether the
    /// rest has changed nobody knows.
    /// </summary>
    public ImmutableArray<VerdictChange> Next(ScanResult scan)
    {
        var changes = ImmutableArray.CreateBuilder<VerdictChange>();
        var at = 0;
        foreach (var ns in scan.Namespaces)
        {
            // Both are in name order: what is passed over exists no more.
            while (at < _seen.Length && string.CompareOrdinal(_seen[at].Name, ns.Name) < 0)
                _last.Remove(_seen[at++].Name);
            // What has not changed is the same object: of ten thousand namespaces nearly all.
            if (at < _seen.Length && ReferenceEquals(_seen[at], ns))
            {
                at++;
                continue;
            }

            if (at < _seen.Length && _seen[at].Name == ns.Name)
                at++;
            if (Compare(ns) is { } change)
                changes.Add(change);
        }

        foreach (var gone in _seen.AsSpan(at..))
            _last.Remove(gone.Name);
        (_seen, _hasBegun) = (scan.Namespaces, true);
        return changes.ToImmutable();
    }

    private VerdictChange? Compare(NamespacePosture ns)
    {
        if (ns.Verdict == Verdict.Unknown)
            return null;
        var before = _last.TryGetValue(ns.Name, out var known) ? known : Lost(ns);
        _last[ns.Name] = ns.Verdict;
        return before is { } verdict && verdict != ns.Verdict ? new VerdictChange(verdict, ns) : null;
    }

    private Verdict? Lost(NamespacePosture ns) =>
        !_hasBegun && ns.EarlierVerdict is { } earlier && VerdictChange.IsLoss(earlier, ns.Verdict) ? earlier : null;
}
