using System.CommandLine;
using Scanner.Cli.Parsing;
using Scanner.Usage;

namespace Scanner.Cli.Commands;

/// <summary><c>scanner help [COMMAND]</c>.</summary>
internal sealed class HelpCommand(RootCommand root)
{
    private readonly Argument<string?> _command = new("COMMAND") { Description = "Command to explain", Arity = ArgumentArity.ZeroOrOne };

    public Command Build()
    {
        var command = new Command("help", "Explain a command");
        command.Arguments.Add(_command);
        command.SetAction(parsed =>
        {
            var name = parsed.GetValue(_command);
            if (name is not null && !root.Subcommands.Any(c => c.Name == name))
                throw new UsageException($"{ParseProblem.Unrecognized(name, root, root)} See scanner --help.");
            return root.Parse(name is null ? ["--help"] : [name, "--help"]).Invoke(parsed.InvocationConfiguration);
        });
        return command;
    }
}
