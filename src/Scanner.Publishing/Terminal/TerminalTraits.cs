namespace Scanner.Publishing.Terminal;

/// <summary>What the process writes to.</summary>
/// <param name="OutWidth">Columns of the terminal behind standard output; null when it is a file or a pipe, which is never wrapped.</param>
/// <param name="OutColour">Standard output may carry colours.</param>
/// <param name="ErrorInteractive">Standard error is a terminal: progress may be animated there.</param>
public sealed record TerminalTraits(int? OutWidth, bool OutColour, bool ErrorInteractive)
{
    public static TerminalTraits None { get; } = new(null, false, false);

    /// <summary>As the console is; <c>NO_COLOR</c> (https://no-color.org) turns colour and animation off.</summary>
    public static TerminalTraits OfConsole()
    {
        var plain = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            || Environment.GetEnvironmentVariable("TERM") == "dumb";
        return new TerminalTraits(
            Console.IsOutputRedirected ? null : Width(),
            !plain && !Console.IsOutputRedirected,
            !plain && !Console.IsErrorRedirected);
    }

    // A terminal that does not tell its size (a serial line, some CI) reports 0.
    private static int Width() => Console.WindowWidth is > 40 and var width ? width : 120;
}
