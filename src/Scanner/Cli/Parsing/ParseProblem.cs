using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Scanner.Core;

namespace Scanner.Cli.Parsing;

/// <summary>Says in one line what is wrong with a command line: the flag by its name, what it takes in plain words, and what may be meant.</summary>
internal static class ParseProblem
{
    public static string Describe(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var root = parsed.RootCommandResult.Command;
        // Those behind the first may be values of it.
        var texts = parsed.UnmatchedTokens.Count > 0 ? [Unrecognized(parsed.UnmatchedTokens[0], command, root)] : parsed.Errors.Select(Describe);
        return PlainText.OneLine($"{string.Join(' ', texts.Distinct())} See scanner {(command == root ? "" : command.Name + " ")}--help.");
    }

    public static string Unrecognized(string word, Command command, Command root)
    {
        var name = word.Split('=')[0];
        var meant = Suggestions.Nearest(name, Suggestions.WordsOf(command, root));
        return $"Unrecognized command or argument '{word}'.{(meant is null ? "" : $" Did you mean '{meant}'?")}";
    }

    private static string Describe(ParseError error)
    {
        var option = error.SymbolResult as OptionResult ?? (error.SymbolResult as ArgumentResult)?.Parent as OptionResult;
        return option is { Tokens: [.., var last], Option: var flag } && Expected(flag.ValueType, last.Value) is { } expected
            ? $"{flag.Name} {last.Value}: give {expected}."
            : error.Message;
    }

    /// <returns>Null where the text is such a value, so that something else is wrong.</returns>
    private static string? Expected(Type type, string text)
    {
        if (type == typeof(bool))
            return bool.TryParse(text, out _) ? null : "true or false, or nothing";
        if (type == typeof(int))
            return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _) ? null : "a whole number";
        if (type == typeof(double))
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? null : "a number";
        return null;
    }
}
