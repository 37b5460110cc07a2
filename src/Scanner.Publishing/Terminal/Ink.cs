namespace Scanner.Publishing.Terminal;

/// <summary>Colours by ANSI escape sequences (ECMA-48, SGR), where the terminal may show them.</summary>
internal static class Ink
{
    public static string Paint(string text, Tone tone, bool colour) =>
        colour && tone != Tone.Plain && text.Length > 0 ? $"\u001b[{Code(tone)}m{text}\u001b[0m" : text;

    private static int Code(Tone tone) => tone switch
    {
        Tone.Bad => 31,
        Tone.Good => 32,
        Tone.Doubtful => 33,
        _ => 1,
    };
}
