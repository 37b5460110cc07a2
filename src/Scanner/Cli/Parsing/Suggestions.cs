using System.CommandLine;
using Scanner.Core;

namespace Scanner.Cli.Parsing;

/// <summary>The word that somebody meant.</summary>
internal static class Suggestions
{
    /// <returns>Null where none is near.</returns>
    public static string? Nearest(string word, IEnumerable<string> known) => NearestWord.Of(word, known);

    public static IEnumerable<string> WordsOf(Command command, Command root) =>
    [
        .. command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name),
        .. command.Options.Where(o => !o.Hidden).Select(o => o.Name),
        .. root.Options.Where(o => o.Recursive).Select(o => o.Name),
    ];
}
