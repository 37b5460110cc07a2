using Scanner.Core;

namespace Scanner.Publishing.Terminal;

/// <summary>
/// Tables as kubectl prints them: upper-case heads, no lines, one line a row. On a terminal that is too narrow for that each row is a block
/// instead, because columns would break names.
/// </summary>
public sealed class TextTable
{
    private const string Gap = "   ";

    private readonly TerminalTraits _terminal;
    private readonly string[] _heads;
    private readonly List<(string Text, Tone Tone)[]> _rows = [];

    public TextTable(TerminalTraits terminal, params ReadOnlySpan<string> heads) => (_terminal, _heads) = (terminal, heads.ToArray());

    /// <summary>How many of the last columns hold prose, which may be broken over lines between words.</summary>
    public int Prose { get; init; }

    /// <summary>What no line break in prose may tear.</summary>
    internal WholeNames Names { get; init; } = WholeNames.None;

    /// <param name="cells">Names, shown with nothing hidden, or prose of one line.</param>
    public void AddRow(params ReadOnlySpan<(string Text, Tone Tone)> cells)
    {
        var row = new (string, Tone)[cells.Length];
        for (var i = 0; i < cells.Length; i++)
            row[i] = (PlainText.Visible(cells[i].Text), cells[i].Tone);
        _rows.Add(row);
    }

    public void Write(TextWriter output)
    {
        var widths = _heads.Select((head, i) => Math.Max(head.Length, _rows.Select(r => DisplayWidth.Of(r[i].Text)).DefaultIfEmpty().Max())).ToArray();
        if (Fit(widths) is not { } fitting)
            WriteBlocks(output);
        else
            WriteColumns(fitting, output);
    }

    /// <summary>The widths that the terminal has room for; null when names would have to be broken.</summary>
    private int[]? Fit(int[] widths)
    {
        if (_terminal.OutWidth is not { } width || widths.Sum() + (Gap.Length * (widths.Length - 1)) <= width)
            return widths;
        var rest = width - (Gap.Length * (widths.Length - 1)) - widths[..^Prose].Sum();
        if (Prose == 0 || rest < Prose * 30)
            return null;
        var longest = _rows.SelectMany(r => r[^Prose..]).SelectMany(c => Names.Words(c.Text)).Select(DisplayWidth.Of).DefaultIfEmpty().Max();
        return longest > rest / Prose ? null : [.. widths[..^Prose], .. Enumerable.Repeat(rest / Prose, Prose)];
    }

    private void WriteColumns(int[] widths, TextWriter output)
    {
        WriteLine([.. _heads.Select(h => (h, Tone.Strong))], widths, output);
        foreach (var row in _rows)
        {
            var cells = row.Select((cell, i) => i < row.Length - Prose ? [cell.Text] : TextFlow.Wrap(cell.Text, widths[i], Names).ToArray()).ToArray();
            for (var line = 0; line < cells.Max(c => Math.Max(1, c.Length)); line++)
                WriteLine([.. cells.Select((c, i) => (line < c.Length ? c[line] : "", row[i].Tone))], widths, output);
        }
    }

    private void WriteLine((string Text, Tone Tone)[] cells, int[] widths, TextWriter output)
    {
        var last = Array.FindLastIndex(cells, c => c.Text.Length > 0);
        var parts = cells[..(last + 1)].Select((c, i) => Ink.Paint(c.Text, c.Tone, _terminal.OutColour) + (i == last ? "" : new string(' ', widths[i] - DisplayWidth.Of(c.Text))));
        output.WriteLine(string.Join(Gap, parts));
    }

    private void WriteBlocks(TextWriter output)
    {
        foreach (var row in _rows)
        {
            output.WriteLine(Ink.Paint(row[0].Text, Tone.Strong, _terminal.OutColour));
            var parts = Enumerable.Range(1, row.Length - 1)
                .Where(i => row[i].Text.Length > 0)
                .Select(i => $"{_heads[i].ToLowerInvariant()}: {row[i].Text}");
            foreach (var line in TextFlow.Wrap(parts, Gap, _terminal.OutWidth - 2))
                output.WriteLine("  " + line);
        }
    }
}
