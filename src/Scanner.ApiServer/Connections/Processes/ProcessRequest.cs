using System.Collections.Immutable;

namespace Scanner.ApiServer.Connections.Processes;

/// <summary>A program to run.</summary>
public sealed record ProcessRequest
{
    /// <summary>Full path of the program.</summary>
    public required string Executable { get; init; }

    /// <summary>Its arguments, passed on as they are.</summary>
    public required ImmutableArray<string> Arguments { get; init; }

    /// <summary>All its environment variables.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>
    /// Where its error output goes as it comes, so that a user sees prompts; it then also inherits standard input. Null: neither.
    /// </summary>
    public TextWriter? Prompts { get; init; }

    /// <summary>The longest it may run.</summary>
    public required TimeSpan TimeLimit { get; init; }

    /// <summary>The most bytes it may write to standard output.</summary>
    public required int OutputLimit { get; init; }
}
