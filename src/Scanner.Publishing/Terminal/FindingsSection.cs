using System.Collections.Immutable;
using Scanner.Core;
using Scanner.Core.Findings;
using Scanner.Core.Findings.Exceptions;
using Scanner.Core.Posture;
using Scanner.Core.Remedies;

namespace Scanner.Publishing.Terminal;

/// <summary>Findings as text, the worst first, those of one cause together; then what exceptions accept.</summary>
internal sealed class FindingsSection(TerminalTraits terminal, TableView view)
{
    /// <summary>Lines that a screen has room for besides what surrounds the findings.</summary>
    private const int Screenful = 24;

    private const int MostAccepted = 4;

    private const int MostSubjects = 4;

    public void Write(ScanResult result, TextWriter output)
    {
        var open = FindingGroup.Of(result.Findings.Where(f => f.Exception is null && f.Rule != ExceptionUnused.Identity.Id), view.Advise);
        if (!open.IsEmpty)
            WriteOpen(open, output);
        WriteFew("Accepted by exceptions:", [.. result.Findings.Where(f => f.Exception is not null)], Accepted, output);
        WriteFew("Exceptions of no use (ES503):", [.. result.Findings.Where(f => f.Rule == ExceptionUnused.Identity.Id)], Unused, output);
    }

    private void WriteOpen(ImmutableArray<FindingGroup> groups, TextWriter output)
    {
        output.WriteLine(Ink.Paint("Findings:", Tone.Strong, terminal.OutColour));
        var left = Screenful;
        var shown = 0;
        foreach (var group in groups)
        {
            using var text = new StringWriter { NewLine = "\n" };
            WriteGroup(group, text);
            var lines = text.ToString().Split('\n')[..^1];
            if (!view.All && shown > 0 && lines.Length > left)
                break;
            foreach (var line in lines)
                output.WriteLine(line);
            left -= lines.Length;
            shown++;
        }

        var hidden = groups[shown..].Sum(g => g.Findings.Length);
        if (hidden > 0)
            TextFlow.Write(output, "  ", $"and {hidden} more: --all shows every one ({BySeverity(groups[shown..])})", terminal.OutWidth, view.Names);
        output.WriteLine();
    }

    private void WriteGroup(FindingGroup group, TextWriter output)
    {
        var first = group.First;
        var severity = first.Severity.ToString().ToLowerInvariant();
        var head = $"{first.Rule} {first.Title}: {PlainText.OneLine(group.Where(view.All ? int.MaxValue : 4))}";
        var lines = TextFlow.Wrap(head, terminal.OutWidth - 10, view.Names).ToList();
        for (var i = 0; i < lines.Count; i++)
            output.WriteLine((i == 0 ? Ink.Paint(severity.PadRight(8), Tones(first.Severity), terminal.OutColour) : new string(' ', 8)) + "  " + lines[i]);
        var message = group.Message(view.All ? int.MaxValue : MostSubjects);
        Indent(view.All ? PlainText.OneLine(message) : view.Names.Shorten(message, 300), output);
        foreach (var words in view.All ? group.Each : [])
            TextFlow.Write(output, "          - ", PlainText.OneLine(words), terminal.OutWidth, view.Names);
        if (view.All || first.Severity == Severity.Critical)
            Indent($"{severity}, because {PlainText.OneLine(first.SeverityBecause)}", output);
        var fixes = group.Fixes;
        foreach (var fix in view.All ? fixes : fixes[..1])
            WriteFix(fix, output);
        if (!view.All && fixes.Length > 1)
            Indent($"and {fixes.Length - 1} more of the kind: --all shows how", output);
    }

    private void WriteFix(Advice advice, TextWriter output)
    {
        if (advice.Brief.Length > 0 && !view.All)
        {
            TextFlow.Write(output, "          fix: ", PlainText.OneLine(advice.Brief) + "; --all shows the commands", terminal.OutWidth, view.Names);
            return;
        }

        if (advice.Note.Length > 0)
            TextFlow.Write(output, "          fix: ", PlainText.OneLine(advice.Note), terminal.OutWidth, view.Names);
        // A command is one line, however long, so that it can be copied.
        var commands = view.All ? advice.Commands : [.. advice.Commands.Take(1)];
        foreach (var command in commands)
            output.WriteLine((advice.Note.Length > 0 || command != commands[0] ? "            " : "          fix: ") + PlainText.Visible(command.ToString()));
    }

    private void Indent(string text, TextWriter output) => TextFlow.Write(output, "          ", text, terminal.OutWidth, view.Names);

    private void WriteFew(string head, ImmutableArray<Finding> findings, Func<Finding, string> line, TextWriter output)
    {
        if (findings.IsEmpty)
            return;
        output.WriteLine(Ink.Paint(head, Tone.Strong, terminal.OutColour));
        foreach (var finding in findings.Take(view.All ? int.MaxValue : MostAccepted))
            TextFlow.Write(output, "  ", PlainText.OneLine(line(finding)), terminal.OutWidth, view.Names);
        if (!view.All && findings.Length > MostAccepted)
            output.WriteLine($"  and {findings.Length - MostAccepted} more: --all shows every one");
        output.WriteLine();
    }

    private string Accepted(Finding finding) =>
        $"{finding.Severity.ToString().ToLowerInvariant()} {finding.Rule} {finding.Title}: {new FindingGroup([finding], view.Advise).Where(1)}"
        + $"{(finding.Subject is { } subject ? $", {subject}" : "")}: accepted{(finding.Exception!.Expires is { } last ? $" until {last:yyyy-MM-dd}" : "")}: {finding.Exception.Reason}";

    private static string Unused(Finding finding) => finding.Message;

    private static string BySeverity(ImmutableArray<FindingGroup> groups) => string.Join(
        ", ", groups.GroupBy(g => g.First.Severity).OrderByDescending(g => g.Key).Select(g => $"{g.Sum(x => x.Findings.Length)} {g.Key.ToString().ToLowerInvariant()}"));

    private static Tone Tones(Severity severity) => severity switch
    {
        >= Severity.High => Tone.Bad,
        Severity.Medium => Tone.Doubtful,
        _ => Tone.Plain,
    };
}
