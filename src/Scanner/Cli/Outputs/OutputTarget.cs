using Scanner.Publishing.Formats;

namespace Scanner.Cli.Outputs;

/// <summary>One <c>-o FORMAT[=FILE]</c>.</summary>
/// <param name="File">Null for standard output.</param>
internal sealed record OutputTarget(OutputFormat Format, string? File);
