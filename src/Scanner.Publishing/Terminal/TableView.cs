using Scanner.Core;
using Scanner.Core.Posture;
using Scanner.Core.Remedies;
using Scanner.Publishing.Documents;

namespace Scanner.Publishing.Terminal;

/// <summary>How much of a result is shown as text, and what it is measured by.</summary>
/// <param name="All">Every finding with all its words, not a screenful.</param>
/// <param name="FailOn">The severity from which findings are a failure; null for none.</param>
public sealed record TableView(bool All = false, Severity? FailOn = Severity.High)
{
    /// <summary>How the reader is told what to do; by default as somebody who runs commands.</summary>
    public Func<Remedy, Advice> Advise { get; init; } = CommandRemedyText.Advise;

    /// <summary>What no line break may tear.</summary>
    internal WholeNames Names { get; private init; } = WholeNames.None;

    /// <summary>The same for somebody who runs the worker.</summary>
    public TableView OfWorker() => this with { Advise = WorkerRemedyText.Advise };

    internal TableView Of(ScanResult result) => this with { Names = WholeNames.Of(result) };

    public ScanOutcome Outcome(ScanResult result) => result.Outcome(FailOn);

    /// <summary>Why the exit code is what it is, in one line.</summary>
    /// <param name="code">The code for each outcome is the command line's to say.</param>
    public string ExitLine(ScanResult result, Func<ScanOutcome, int> code)
    {
        var outcome = Outcome(result);
        var severe = FailOn is { } limit ? result.Findings.Count(f => f.Exception is null && f.Severity >= limit) : 0;
        var from = FailOn is { } severity ? $"of severity {severity.ToString().ToLowerInvariant()} or worse (--fail-on)" : "counts (--fail-on none)";
        return $"Exit code {code(outcome)}: " + outcome switch
        {
            ScanOutcome.Findings => $"{severe} open finding{(severe == 1 ? "" : "s")} {from}.",
            ScanOutcome.Incomplete => $"no finding {from}, but part of the cluster could not be looked at.",
            ScanOutcome.Interrupted => "the scan was interrupted.",
            _ => $"no finding {from}.",
        };
    }
}
