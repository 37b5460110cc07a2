using System.CommandLine;
using Scanner.Core;
using Scanner.Publishing.Terminal;

namespace Scanner.Cli.Flags;

/// <summary>How much of a result a table shows.</summary>
internal sealed class AllFlag
{
    private readonly Option<bool> _all = new("--all") { Description = "Show every finding with all its words and commands, not a screenful (-o table)" };

    public void AddTo(Command command) => command.Options.Add(_all);

    public TableView Read(ParseResult parsed, Severity? failOn) => new(parsed.GetValue(_all), failOn);
}
