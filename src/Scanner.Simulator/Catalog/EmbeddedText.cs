namespace Scanner.Simulator.Catalog;

/// <summary>Data tables that are compiled into this library.</summary>
internal static class EmbeddedText
{
    /// <summary>Lines of an embedded file without blank ones and <c>#</c> comments.</summary>
    public static IEnumerable<string> Lines(string name)
    {
        using var reader = new StreamReader(Open(name));
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
                yield return line;
        }
    }

    public static Stream Open(string name) =>
        typeof(EmbeddedText).Assembly.GetManifestResourceStream(name)
        ?? throw new InvalidOperationException($"{name} is not embedded in {typeof(EmbeddedText).Assembly.GetName().Name}.");
}
