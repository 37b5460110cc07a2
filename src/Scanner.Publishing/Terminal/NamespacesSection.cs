using Scanner.Core;
using Scanner.Core.Posture;
using Scanner.Core.Remedies;

namespace Scanner.Publishing.Terminal;

/// <summary>
/// Namespaces as text, the worst first: in columns where there is room for them, else a block for those of one verdict, cause and fix.
/// </summary>
internal sealed class NamespacesSection(TerminalTraits terminal, TableView view)
{
    /// <summary>Columns of cause and fix need so much to be readable.</summary>
    private const int WidthOfColumns = 140;

    private const string Brief = "enforce Pod Security baseline";

    public void Write(ScanResult result, TextWriter output)
    {
        if (terminal.OutWidth is < WidthOfColumns)
            WriteBlocks(result, output);
        else
            WriteColumns(result, output);
        output.WriteLine();
    }

    private void WriteBlocks(ScanResult result, TextWriter output)
    {
        foreach (var group in NamespaceGroup.Of(result, view.Advise))
        {
            var count = group.Names.Length > 1 ? $" ({group.Names.Length})" : "";
            var head = $"{group.Word}{count}: ";
            var names = TextFlow.Wrap(group.Names.Select((n, i) => PlainText.Visible(n.Name) + (i < group.Names.Length - 1 ? "," : "")), " ", terminal.OutWidth - head.Length).ToList();
            output.WriteLine(Ink.Paint(head, VerdictStyle.ToneOf(group.Verdict), terminal.OutColour) + names[0]);
            // Below the first name where that leaves room, else a little to the right.
            foreach (var line in names.Skip(1))
                output.WriteLine(new string(' ', head.Length) + line);
            TextFlow.Write(output, "  ", view.Names.Shorten(group.Cause, 200), terminal.OutWidth, view.Names);
            WriteExposed(group, output);
            if (group.Fix is { } fix)
                WriteFix(fix, output);
        }
    }

    private void WriteExposed(NamespaceGroup group, TextWriter output)
    {
        foreach (var who in group.Names.Where(n => n.Exposed.Length > 0).GroupBy(n => n.Exposed).Take(3))
        {
            var where = who.Count() == group.Names.Length ? "" : $" ({string.Join(", ", who.Take(3).Select(n => n.Name))}{(who.Count() > 3 ? $" and {who.Count() - 3} more" : "")})";
            TextFlow.Write(output, "  exposed to: ", PlainText.OneLine(who.Key + where), terminal.OutWidth, view.Names);
        }
    }

    private void WriteFix(Advice fix, TextWriter output)
    {
        if (fix.Note.Length > 0)
            TextFlow.Write(output, "  fix: ", PlainText.OneLine(fix.Note), terminal.OutWidth, view.Names);
        // A command is one line, however long, so that it can be copied.
        if (!fix.Commands.IsEmpty)
            output.WriteLine((fix.Note.Length > 0 ? "       " : "  fix: ") + PlainText.Visible(fix.Shell));
    }

    private void WriteColumns(ScanResult result, TextWriter output)
    {
        // A column that says nobody, where nobody looked or no role was there to read, would say too much.
        string[] who = result.Exposures.IsEmpty ? [] : ["EXPOSED TO"];
        var table = new TextTable(terminal, ["NAMESPACE", "VERDICT", .. who, "CAUSE", "FIX"]) { Prose = 2, Names = view.Names };
        var brief = false;
        foreach (var (posture, exposure) in NamespaceGroup.InOrder(result))
        {
            var remedy = NamespaceExplanation.Fix(posture);
            var advice = remedy is null ? null : view.Advise(remedy);
            var fix = advice?.ToString() ?? "";
            // A column would break a command. Most namespaces need the same, which is told once below.
            if (terminal.OutWidth is not null && advice is { Commands.IsEmpty: false })
            {
                brief |= remedy is Remedy.EnforceBaseline { Violating.IsEmpty: true };
                fix = advice.Note.Length > 0 ? advice.Note : remedy is Remedy.EnforceBaseline ? Brief : "see the findings";
            }

            table.AddRow(
            [
                (posture.Name, Tone.Plain),
                (VerdictStyle.Word(posture), VerdictStyle.ToneOf(posture.Verdict)),
                .. who.Select(_ => (exposure is null ? "" : NamespaceGroup.Exposed(exposure), Tone.Plain)),
                (view.Names.Shorten(NamespaceExplanation.Cause(posture), 160), Tone.Plain),
                (PlainText.OneLine(fix), Tone.Plain),
            ]);
        }

        table.Write(output);
        if (brief)
        {
            output.WriteLine();
            output.WriteLine($"To {Brief}: {RemedyText.Of(new Remedy.EnforceBaseline(null))}");
        }
    }
}
