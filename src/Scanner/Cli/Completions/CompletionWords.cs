using System.CommandLine;
using Scanner.Cli.Parsing;
using Scanner.Publishing.Explanations;

namespace Scanner.Cli.Completions;

/// <summary>What can stand at the end of a command line, by the commands and flags that there are. Contacts no cluster.</summary>
internal static class CompletionWords
{
    /// <summary>What flags with a closed set of values take.</summary>
    private static readonly Dictionary<string, string[]> s_values = new()
    {
        ["--fail-on"] = ["none", "info", "low", "medium", "high", "critical"],
        ["--channel"] = ["ephemeral", "regular"],
        ["--operation"] = ["CREATE", "UPDATE", "DELETE", "CONNECT"],
        ["--leader-election"] = ["true", "false"],
        ["--reports"] = ["auto", "wgpolicyk8s", "openreports", "none"],
    };

    /// <param name="words">Behind the program's name; the last one is being written, and may be empty.</param>
    public static IEnumerable<string> Of(RootCommand root, IReadOnlyList<string> words)
    {
        if (words.Count == 0)
            return [];
        var (last, before) = (words[^1], words.Take(words.Count - 1).ToList());
        Command command = before.Select(w => root.Subcommands.FirstOrDefault(c => c.Name == w)).FirstOrDefault(c => c is not null) ?? (Command)root;
        return Candidates(root, command, before.LastOrDefault(), last).Where(c => c.StartsWith(last, StringComparison.Ordinal)).Order(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Candidates(RootCommand root, Command command, string? previous, string last)
    {
        var flags = command == root ? root.Subcommands.SelectMany(c => c.Options) : command.Options;
        if (previous is ['-', ..] && flags.FirstOrDefault(o => o.Name == previous || o.Aliases.Contains(previous)) is { } flag && CommandFirst.TakesValue(flag))
            return Values(command, flag);
        if (last is ['-', ..])
            return Suggestions.WordsOf(command, root).Where(w => w[0] == '-');
        return command.Name switch
        {
            "completion" => CompletionScripts.Shells,
            "explain" => RuleGuides.All.Select(g => g.Id),
            "help" => Names(root),
            _ => Names(command),
        };
    }

    private static string[] Values(Command command, Option flag) => flag.Name switch
    {
        "--output" => command.Name == "version" ? ["json", "yaml"] : ["table", "json", "yaml"],
        "--profiles" or "--profile" => [.. Core.Admission.Probes.ProbeProfileNames.All],
        var name => s_values.GetValueOrDefault(name) ?? [],
    };

    private static IEnumerable<string> Names(Command command) => command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name);
}
