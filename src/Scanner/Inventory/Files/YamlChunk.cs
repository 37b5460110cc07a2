using Scanner.ApiServer.Yaml;

namespace Scanner.Inventory.Files;

/// <summary>
/// One document of a YAML text: the lines up to the next <c>---</c>, cut as kubectl cuts them, without regard to what stands between. So a
/// document that is broken, be it by a quote that is never closed, does not take the next one with it.
/// </summary>
/// <param name="lines">The text.</param>
/// <param name="firstLine">The number of its first line.</param>
internal sealed class YamlChunk(TextReader lines, long firstLine) : TextReader
{
    private ContinuedLines _continued = new();
    private string? _line;
    private int _at;
    private long _number = firstLine - 1;

    // What stands behind the separator in its line; null when no document follows. Before the first there may be a separator or not.
    private string? _next = "";

    /// <summary>The line that the document begins in: its own lines are counted from there.</summary>
    public long FirstLine { get; private set; }

    /// <summary>It holds <c>{{</c>: most likely a template that nobody has rendered.</summary>
    public bool HoldsTemplate { get; private set; }

    /// <summary>Goes to the next document, past whatever is left of this one; false at the end of the text.</summary>
    public bool NextDocument()
    {
        while (_line is not null)
            NextLine();
        if (_next is null)
            return false;
        _continued = new ContinuedLines();
        (_line, _next, _at) = (_continued.Next(_next), null, 0);
        FirstLine = _number;
        HoldsTemplate = HasTemplate(_line);
        return true;
    }

    public override int Peek()
    {
        if (_line is not null && _at > _line.Length)
            NextLine();
        return _line is null ? -1 : _at < _line.Length ? _line[_at] : '\n';
    }

    public override int Read()
    {
        var c = Peek();
        _at++;
        return c;
    }

    public override int Read(char[] buffer, int index, int count)
    {
        var read = 0;
        while (read < count && Peek() >= 0)
            buffer[index + read++] = (char)Read();
        return read;
    }

    private void NextLine()
    {
        // Files that are joined bring their byte order marks along, each to the beginning of a line.
        var line = lines.ReadLine()?.TrimStart('\uFEFF');
        (_line, _at) = (line, 0);
        if (line is null)
            return;
        _number++;
        // Blanks in the place of the separator keep the columns of what follows it.
        if (line.StartsWith("---", StringComparison.Ordinal) && (line.Length == 3 || line[3] is ' ' or '\t'))
            (_line, _next) = (null, "   " + line[3..]);
        else
            (_line, HoldsTemplate) = (_continued.Next(line), HoldsTemplate || HasTemplate(line));
    }

    private static bool HasTemplate(string line) => line.Contains("{{", StringComparison.Ordinal);
}
