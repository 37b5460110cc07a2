using System.CommandLine;

namespace Scanner.Cli.Parsing;

/// <summary>Flags may stand before the command, as for kubectl: they are moved behind it, where the command reads them.</summary>
internal static class CommandFirst
{
    public static string[] Order(string[] given, Command root)
    {
        // "--context=" is an empty value, as scripts write it for "not given"; the parser would miss one.
        string[] arguments = [.. given.SelectMany(a => IsEmptyValue(a) ? new[] { a[..^1], "" } : [a])];
        var at = 0;
        while (at < arguments.Length && arguments[at] is ['-', _, ..] and not "--")
            at += TakesNext(arguments[at], root) ? 2 : 1;
        return at > 0 && at < arguments.Length && root.Subcommands.Any(c => c.Name == arguments[at])
            ? [arguments[at], .. arguments[..at], .. arguments[(at + 1)..]]
            : arguments;
    }

    private static bool IsEmptyValue(string argument) =>
        argument.StartsWith("--", StringComparison.Ordinal) && argument.IndexOf('=', StringComparison.Ordinal) == argument.Length - 1;

    private static bool TakesNext(string flag, Command root) =>
        !flag.Contains('=', StringComparison.Ordinal)
        && Named(root.Subcommands.SelectMany(c => c.Options), flag) is { } option
        && TakesValue(option);

    /// <summary>The option of that name or alias.</summary>
    public static Option? Named(IEnumerable<Option> options, string flag) => options.FirstOrDefault(o => o.Name == flag || o.Aliases.Contains(flag));

    /// <summary>False for switches.</summary>
    public static bool TakesValue(Option option) => option.Arity.MinimumNumberOfValues > 0 || option.ValueType != typeof(bool) && option.Arity.MaximumNumberOfValues > 0;
}
