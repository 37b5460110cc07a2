using Scanner.Publishing.Terminal;
using Scanner.Sessions;

namespace Scanner.Cli;

/// <summary>What the commands need of the world around them; tests and the demo bring their own.</summary>
/// <param name="Out">Results.</param>
/// <param name="Error">Progress and errors.</param>
/// <param name="Terminal">How wide and colourful the two may be.</param>
internal sealed record CliHost(TextWriter Out, TextWriter Error, TerminalTraits Terminal, IClusterConnector Connector, TimeProvider Time)
{
    /// <summary>Opens standard input, which only some commands read.</summary>
    public Func<Stream> OpenInput { get; init; } = Console.OpenStandardInput;
}
