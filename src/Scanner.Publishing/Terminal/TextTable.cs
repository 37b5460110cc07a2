using Scanner.Core;
using Spectre.Console;

namespace Scanner.Publishing.Terminal;

/// <summary>
/// Tables as kubectl prints them: upper-case heads, no lines. Wrapped and coloured for a terminal; one line a row otherwise.
/// </summary>
public sealed class TextTable
{
    /// <summary>Wider than any row, so that nothing is wrapped in a file or pipe.</summary>
    private const int Unlimited = 100_000;

    private readonly Table _table = new Table().NoBorder();
    private readonly TerminalTraits _terminal;

    public TextTable(TerminalTraits terminal, params ReadOnlySpan<string> heads)
    {
        _terminal = terminal;
        foreach (var head in heads)
            _table.AddColumn(new TableColumn(new Text(head, new Style(decoration: Decoration.Bold))).PadLeft(0).PadRight(3));
    }

    public void AddRow(params ReadOnlySpan<(string Text, Color? Colour)> cells)
    {
        var row = new List<Text>(cells.Length);
        foreach (var (text, colour) in cells)
            row.Add(new Text(PlainText.OneLine(text), new Style(colour)));
        _table.AddRow(row);
    }

    public void Write(TextWriter output)
    {
        using var rendered = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(rendered),
            Ansi = _terminal.OutColour ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = _terminal.OutColour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = _terminal.OutWidth ?? Unlimited;
        console.Write(_table);
        foreach (var line in rendered.ToString().TrimEnd('\r', '\n').Split('\n'))
            output.WriteLine(line.TrimEnd());
    }
}
