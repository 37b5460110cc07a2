using System.CommandLine;
using Scanner.Cli.Completions;
using Scanner.Usage;

namespace Scanner.Cli.Commands;

/// <summary><c>scanner completion SHELL</c>, and the hidden command that its scripts call.</summary>
internal sealed class CompletionCommand(CliHost host, RootCommand root)
{
    private readonly Argument<string?> _shell = new("SHELL") { Description = string.Join(", ", CompletionScripts.Shells), Arity = ArgumentArity.ZeroOrOne };
    private readonly Argument<string[]> _words = new("WORDS") { Arity = ArgumentArity.ZeroOrMore };

    public Command Build()
    {
        var command = new Command("completion", "Write the script by which a shell completes scanner's commands and flags");
        command.Arguments.Add(_shell);
        command.SetAction(parsed =>
        {
            var shell = parsed.GetValue(_shell);
            var shells = string.Join(", ", CompletionScripts.Shells);
            host.Out.Write(CompletionScripts.For(shell ?? "")
                ?? throw new UsageException(shell is null ? $"completion: give a shell: {shells}" : $"completion {shell}: there are {shells}"));
            return ExitCode.Success;
        });
        return command;
    }

    public Command BuildHidden()
    {
        var command = new Command(CompletionScripts.Command) { Hidden = true };
        command.Arguments.Add(_words);
        command.SetAction(parsed =>
        {
            foreach (var word in CompletionWords.Of(root, [.. (parsed.GetValue(_words) ?? []).Select(w => w == "\"\"" ? "" : w)]))
                host.Out.Write(word + "\n");
            return ExitCode.Success;
        });
        return command;
    }
}
