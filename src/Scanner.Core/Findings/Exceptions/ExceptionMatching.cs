using System.Collections.Immutable;

namespace Scanner.Core.Findings.Exceptions;

/// <summary>Marks the findings that exceptions accept, and tells of exceptions that accept nothing.</summary>
public static class ExceptionMatching
{
    /// <summary>The same findings, those that an exception accepts marked, and one more for each exception that is of no use.</summary>
    /// <param name="complete">Nothing is missing from the scan. Where something is, an unmatched exception may mean just that.</param>
    public static ImmutableArray<Finding> Apply(ImmutableArray<Finding> findings, ExceptionSet exceptions, bool complete, DateTimeOffset now)
    {
        if (exceptions.Risks.IsEmpty)
            return findings;
        var valid = exceptions.Risks.Where(r => !r.IsExpired(now)).ToList();
        var used = new HashSet<AcceptedRisk>();
        var marked = findings.Select(f => f with { Accepted = Accept(f, valid, used) ?? f.Accepted }).ToList();
        var expired = exceptions.Risks.Where(r => r.IsExpired(now)).Select(ExceptionUnused.Expired);
        var unmatched = complete && exceptions.SeesEverything ? valid.Where(r => !used.Contains(r)).Select(ExceptionUnused.Unmatched) : [];
        return [.. marked, .. expired.Concat(unmatched).DistinctBy(f => f.Id)];
    }

    /// <summary>Of several that match the one that lasts longest is named, the first of those.</summary>
    private static Acceptance? Accept(Finding finding, List<AcceptedRisk> valid, HashSet<AcceptedRisk> used)
    {
        AcceptedRisk? longest = null;
        foreach (var risk in valid)
        {
            if (!risk.Matches(finding))
                continue;
            used.Add(risk);
            if (longest is null || (risk.Expires ?? DateOnly.MaxValue) > (longest.Expires ?? DateOnly.MaxValue))
                longest = risk;
        }

        return longest?.Acceptance;
    }
}
