using System.CommandLine;

namespace Scanner.Cli.Parsing;

/// <summary>
/// Of a flag that takes one value and is given twice the last one counts, as for kubectl: aliases and scripts put flags of their own
/// before those of the user. The parser would refuse both.
/// </summary>
internal static class RepeatedFlags
{
    public static string[] LastOnly(string[] arguments, Command root)
    {
        var command = arguments.Length == 0 ? null : root.Subcommands.FirstOrDefault(c => c.Name == arguments[0]);
        if (command is null)
            return arguments;
        var kept = new List<ArraySegment<string>>();
        var places = new Dictionary<Option, int>();
        var at = 0;
        while (at < arguments.Length && arguments[at] != "--")
        {
            var option = Find(arguments[at], command);
            var length = option is not null && TakesNext(option, arguments, at) ? 2 : 1;
            if (option is { Arity.MaximumNumberOfValues: <= 1 })
            {
                if (places.TryGetValue(option, out var earlier))
                    kept[earlier] = ArraySegment<string>.Empty;
                places[option] = kept.Count;
            }

            kept.Add(new ArraySegment<string>(arguments, at, length));
            at += length;
        }

        return [.. kept.SelectMany(argument => argument), .. arguments[at..]];
    }

    private static Option? Find(string argument, Command command) =>
        argument.StartsWith('-') ? CommandFirst.Named(command.Options, argument.Split('=', 2)[0]) : null;

    private static bool TakesNext(Option option, string[] arguments, int at)
    {
        if (arguments[at].Contains('=', StringComparison.Ordinal) || at + 1 >= arguments.Length)
            return false;
        return CommandFirst.TakesValue(option) || (option.Arity.MaximumNumberOfValues > 0 && bool.TryParse(arguments[at + 1], out _));
    }
}
