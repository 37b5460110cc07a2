using Scanner.Core;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Posture;
using Scanner.Core.Remedies;

namespace Scanner.Publishing.Terminal;

/// <summary>The three things that help most after this result.</summary>
internal sealed class NextSteps(TerminalTraits terminal, TableView view)
{
    private const int Most = 3;

    public void Write(ScanResult result, TextWriter output)
    {
        output.WriteLine(Ink.Paint("What to do next:", Tone.Strong, terminal.OutColour));
        var number = 0;
        foreach (var (words, command) in All(result).Take(Most))
        {
            TextFlow.Write(output, $"  {++number}. ", PlainText.OneLine(words) + (command is null ? "" : ":"), terminal.OutWidth, view.Names);
            if (command is not null)
                output.WriteLine("     " + PlainText.Visible(command.ToString()));
        }
    }

    private IEnumerable<(string Words, Command? Command)> All(ScanResult result)
    {
        if (result.BlindSpots is [var spot, ..])
        {
            var more = result.BlindSpots.Length > 1 ? $", and {result.BlindSpots.Length - 1} more: see ES502" : "";
            yield return ($"let the scanner see the rest: grant the rule {spot.Permission.Rule}{more}", null);
        }
        else if (!result.Complete)
            yield return ("find out why part of the cluster could not be looked at, and scan again", null);
        var groups = FindingGroup.Of(result.Findings.Where(f => f.Exception is null && f.Severity >= Severity.Medium && f.Rule != "ES502"), view.Advise);
        foreach (var group in groups.OrderByDescending(g => g.First.Severity).ThenByDescending(g => g.Objects.Count).DistinctBy(g => g.First.Rule).Take(2))
            yield return Mend(group);
        if (result.Namespaces.FirstOrDefault(n => n.Verdict == Verdict.Unprotected) is { } open)
            yield return ("see request and answer of one namespace", Command.Of("scanner", "probe", open.Name));
        if (result.Exposures.Length > 0)
            yield return ("see who can add ephemeral containers, and by which binding", Command.Of("scanner", "rbac"));
        if (groups.Length > 0)
            yield return ("write down what is meant to be so as an exception, with its reason, in a file for --exceptions", null);
        if (!result.Cluster.Offline)
            yield return ("keep the answer up to date", Command.Of("scanner", "run"));
        else
            yield return ("ask the cluster itself for verdicts", Command.Of("scanner", "scan"));
        yield return ("keep the result for dashboards and later comparison", Command.Of("scanner", "scan", "-o", "json=scan.json"));
    }

    private (string Words, Command? Command) Mend(FindingGroup group)
    {
        var advice = group.Fixes[0];
        var what = $"mend {group.First.Rule} {group.First.Title} of {group.Where(2)}";
        if (advice.Brief.Length > 0)
            return ($"{what}: {advice.Brief}", null);
        return (advice.Note.Length > 0 ? $"{what}: {advice.Note}" : what, advice.Commands.FirstOrDefault());
    }
}
