using System.Collections.Immutable;
using System.CommandLine;
using Scanner.Cli.Outputs;
using Scanner.Core;
using Scanner.Publishing;
using Scanner.Publishing.Terminal;

namespace Scanner.Cli.Flags;

/// <summary>What every command with a result says alike: where it goes, and when it is a failure.</summary>
internal sealed class ResultFlags
{
    private readonly Option<string[]> _output = new("--output", "-o")
    {
        Description = "table, json, yaml or policyreport (default: table); FORMAT=FILE writes to a file, - is standard output; repeatable",
        HelpName = "FORMAT[=FILE]",
    };

    private readonly Option<string> _failOn = new("--fail-on")
    {
        Description = "Exit with 1 on findings of this severity or worse: none, info, low, medium, high, critical",
        HelpName = "SEVERITY",
        DefaultValueFactory = _ => "high",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_output);
        command.Options.Add(_failOn);
    }

    /// <returns>Null for <c>none</c>.</returns>
    /// <exception cref="UsageException">Not a severity.</exception>
    public Severity? FailOn(ParseResult parsed) => SeverityFlag.Parse(parsed.GetValue(_failOn)!);

    /// <param name="text">As for <see cref="ResultOutputs.Open"/>.</param>
    /// <exception cref="UsageException">A format is unknown, or a file cannot be written.</exception>
    public ResultOutputs Open(ParseResult parsed, CliHost host, Func<TerminalTraits, IResultWriter> text) => ResultOutputs.Open(Targets(parsed), host, text);

    /// <exception cref="UsageException">A format is unknown.</exception>
    public ImmutableArray<OutputTarget> Targets(ParseResult parsed) => OutputTargets.Parse(parsed.GetValue(_output) ?? []);
}
