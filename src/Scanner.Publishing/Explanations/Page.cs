using Scanner.Core;
using Scanner.Core.Remedies;
using Scanner.Publishing.Terminal;

namespace Scanner.Publishing.Explanations;

/// <summary>Prose under heads. It is broken at 80 columns also where no terminal says how wide it is, because it is there to be read.</summary>
internal sealed class Page(TextWriter output, TerminalTraits terminal, WholeNames names)
{
    private const int Columns = 80;

    private readonly int _width = Math.Min(terminal.OutWidth ?? Columns, 100);

    public void Title(string text, string rest, Tone tone)
    {
        output.Write(Ink.Paint(PlainText.OneLine(text), Tone.Strong, terminal.OutColour));
        output.WriteLine(": " + Ink.Paint(PlainText.OneLine(rest), tone, terminal.OutColour));
    }

    public void Head(string text)
    {
        output.WriteLine();
        output.WriteLine(Ink.Paint(text, Tone.Strong, terminal.OutColour));
    }

    /// <param name="label">What the paragraph begins with; its other lines are below its beginning.</param>
    public void Say(string text, string label = "  ") => TextFlow.Write(output, label, PlainText.OneLine(text), _width, names);

    /// <summary>As it is, however long, so that it can be copied.</summary>
    public void Copy(string line) => output.WriteLine(line);

    public void Run(Command command, string indent = "  ") => output.WriteLine(indent + PlainText.Visible(command.ToString()));
}
