using System.CommandLine;
using Scanner.Core.Findings.Exceptions;
using Scanner.Exceptions;
using Scanner.Usage;

namespace Scanner.Cli.Flags;

/// <summary><c>--exceptions FILE</c>.</summary>
internal sealed class ExceptionFlag(CliHost host)
{
    private const string StandardInput = "-";

    private readonly Option<string[]> _files = new("--exceptions")
    {
        Description = "File of exceptions, YAML or JSON, or standard input (-); repeatable: a list of rule, namespace, subject (patterns), reason and "
            + "expires; findings that match stay in every output and do not count for the exit code",
        HelpName = "FILE",
    };

    public void AddTo(Command command) => command.Options.Add(_files);

    /// <param name="seesEverything">The scan looks at all there is; see <see cref="ExceptionSet"/>.</param>
    /// <param name="from">Files of objects, which may be standard input too.</param>
    /// <exception cref="UsageException">A file cannot be read, or something in it is wrong.</exception>
    public ExceptionSet Read(ParseResult parsed, bool seesEverything, params IReadOnlyList<string> from)
    {
        var files = parsed.GetValue(_files) ?? [];
        if (files.Contains(StandardInput) && files.Concat(from).Count(f => f == StandardInput) > 1)
            throw new UsageException("--exceptions -: standard input can be read once, and it is given twice");
        return files.Length == 0
            ? ExceptionSet.None
            : new ExceptionSet([.. files.SelectMany(f => f == StandardInput ? ExceptionFile.Read(host.OpenInput()) : ExceptionFile.Read(f))], seesEverything);
    }
}
