namespace Scanner.Publishing.Terminal;

/// <summary>Breaks text into lines between words only: whoever copies a name or a digest gets all of it.</summary>
internal static class TextFlow
{
    /// <param name="text">One line.</param>
    /// <param name="width">Null for no limit. A word that is longer stands on a line of its own, as long as it is.</param>
    public static IEnumerable<string> Wrap(string text, int? width, WholeNames names) => Wrap(names.Words(text), " ", width);

    /// <summary>The same for parts that must not be broken either.</summary>
    public static IEnumerable<string> Wrap(IEnumerable<string> parts, string between, int? width)
    {
        var (line, taken) = ("", 0);
        foreach (var part in parts)
        {
            var wide = DisplayWidth.Of(part);
            if (line.Length > 0 && taken + between.Length + wide > (width ?? int.MaxValue))
            {
                yield return line.TrimEnd();
                (line, taken) = (part, wide);
            }
            else
            {
                (line, taken) = line.Length == 0 ? (part, wide) : (line + between + part, taken + between.Length + wide);
            }
        }

        if (line.Length > 0)
            yield return line.TrimEnd();
    }

    /// <summary>One paragraph.</summary>
    public static void Write(TextWriter output, string text, int? width, WholeNames names) => Write(output, "", text, width, names);

    /// <summary>Writes text after a label, its further lines below its beginning.</summary>
    public static void Write(TextWriter output, string label, string text, int? width, WholeNames names)
    {
        var indent = new string(' ', label.Length);
        var first = true;
        foreach (var line in Wrap(text, width - label.Length, names))
        {
            output.WriteLine((first ? label : indent) + line);
            first = false;
        }
    }
}
