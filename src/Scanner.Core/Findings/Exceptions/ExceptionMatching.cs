using System.Collections.Immutable;

namespace Scanner.Core.Findings.Exceptions;

/// <summary>Marks the findings that exceptions accept, and tells of exceptions that accept nothing.</summary>
public sealed class ExceptionMatching(ExceptionSet exceptions, DateTimeOffset now)
{
    /// <summary>Those that have not expired.</summary>
    public ImmutableArray<ExceptionEntry> Valid { get; } = exceptions.Entries.RemoveAll(e => e.IsExpired(now));

    /// <summary>
    /// The same finding, marked if an exception accepts it. Of several that match the one that lasts longest is named, the first of those.
    /// </summary>
    /// <param name="used">Gets every exception that matches.</param>
    public Finding Apply(Finding finding, ISet<ExceptionEntry> used)
    {
        ExceptionEntry? longest = null;
        foreach (var entry in Valid)
        {
            if (!entry.Matches(finding))
                continue;
            used.Add(entry);
            if (longest is null || (entry.Expires ?? DateOnly.MaxValue) > (longest.Expires ?? DateOnly.MaxValue))
                longest = entry;
        }

        return longest is null ? finding : finding with { Exception = longest.Applied };
    }

    /// <summary>One finding for each exception that is of no use.</summary>
    /// <param name="used">Those that matched a finding.</param>
    /// <param name="complete">Nothing is missing from the scan. Where something is, an unmatched exception may mean just that.</param>
    public IEnumerable<Finding> Unused(ISet<ExceptionEntry> used, bool complete)
    {
        var expired = exceptions.Entries.Where(e => e.IsExpired(now)).Select(ExceptionUnused.Expired);
        var unmatched = complete && exceptions.SeesEverything ? Valid.Where(e => !used.Contains(e)).Select(ExceptionUnused.Unmatched) : [];
        return expired.Concat(unmatched).DistinctBy(f => f.Id);
    }
}
