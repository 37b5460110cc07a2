using System.CommandLine;

namespace Scanner.Cli.Flags;

/// <summary>Flags that change where results come from, and what makes sense beside them.</summary>
internal static class Companions
{
    /// <summary>The first flag that was given and is none of these; null when there is none.</summary>
    public static string? Stranger(ParseResult parsed, IEnumerable<string> companions) => parsed.CommandResult.Command.Options
        .FirstOrDefault(o => !companions.Contains(o.Name) && parsed.GetResult(o) is { Implicit: false })?.Name;
}
