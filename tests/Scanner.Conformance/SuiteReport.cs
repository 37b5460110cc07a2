namespace Scanner.Conformance;

/// <summary>Counts by file, every failure with its reason, why cases do not apply, and the sums.</summary>
/// <param name="exceptions">Cases that are known to fail.</param>
internal sealed class SuiteReport(HashSet<string> exceptions)
{
    private readonly List<(string File, CaseResult[] Results)> _files = [];

    public void Add(string file, IEnumerable<CaseResult> results) => _files.Add((file, [.. results]));

    /// <returns>The exit code: 0 when nothing but the exceptions failed.</returns>
    public int Write(TextWriter output)
    {
        foreach (var (file, results) in _files)
        {
            output.WriteLine($"{file,-28} {Count(results, CaseOutcome.Passed),5} {Count(results, CaseOutcome.Failed),5} {Count(results, CaseOutcome.NotApplicable),5}");
            foreach (var failed in results.Where(r => r.Outcome == CaseOutcome.Failed))
                output.WriteLine($"  {(exceptions.Contains(failed.Name) ? "EXCEPTION" : "FAILED")} {failed.Name}: {failed.Reason}");
        }

        CaseResult[] all = [.. _files.SelectMany(f => f.Results)];
        foreach (var group in all.Where(r => r.Outcome == CaseOutcome.NotApplicable).GroupBy(r => r.Reason).OrderByDescending(g => g.Count()))
            output.WriteLine($"not applicable: {group.Count(),4}  {group.Key}");
        output.WriteLine($"{Count(all, CaseOutcome.Passed)} passed, {Count(all, CaseOutcome.Failed)} failed, {Count(all, CaseOutcome.NotApplicable)} not applicable");
        return Array.Exists(all, r => r.Outcome == CaseOutcome.Failed && !exceptions.Contains(r.Name)) ? 1 : 0;
    }

    private static int Count(CaseResult[] results, CaseOutcome outcome) => results.Count(r => r.Outcome == outcome);
}
