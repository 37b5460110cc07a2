using System.CommandLine;
using Scanner.Core.Findings.Exceptions;
using Scanner.Exceptions;

namespace Scanner.Cli.Flags;

/// <summary><c>--exceptions FILE</c>.</summary>
internal sealed class ExceptionFlag
{
    private readonly Option<string?> _file = new("--exceptions")
    {
        Description = "File of exceptions, YAML or JSON: a list of rule, namespace, subject (patterns), reason and expires; "
            + "findings that match stay in every output and do not count for the exit code",
    };

    public void AddTo(Command command) => command.Options.Add(_file);

    /// <param name="seesEverything">The scan looks at all there is; see <see cref="ExceptionSet"/>.</param>
    /// <exception cref="UsageException">The file cannot be read, or something in it is wrong.</exception>
    public ExceptionSet Read(ParseResult parsed, bool seesEverything) =>
        parsed.GetValue(_file) is { } file ? new ExceptionSet(ExceptionFile.Read(file), seesEverything) : ExceptionSet.None;
}
