using System.CommandLine;
using Scanner.Cli.Outputs;
using Scanner.Core;
using Scanner.Core.Posture;
using Scanner.Inventory.Files;
using Scanner.Usage;

namespace Scanner.Cli.Flags;

/// <summary>The flags that read objects from files instead of a cluster.</summary>
internal sealed class OfflineFlags
{
    /// <summary>What makes sense without a cluster.</summary>
    private static readonly string[] s_companions = ["--from", "--strict", "--namespace", "--all-namespaces", "--selector", "--output", "--fail-on", "--exceptions", "--subject", "--no-rbac", "--all"];

    private readonly Option<string[]> _from = new("--from")
    {
        Description = "Read objects from a file, YAML or JSON, from all *.yaml, *.yml and *.json files of a directory and those below it in order of name, "
            + "or from standard input (-) instead of a cluster; repeatable. No cluster is contacted and every verdict is Unknown, with a prediction",
        HelpName = "FILE|DIR|-",
    };

    private readonly Option<bool> _strict = new("--strict")
    {
        Description = "With --from: exit with 3 when a part of the input could not be read, as is always done now",
        Hidden = true,
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_from);
        command.Options.Add(_strict);
    }

    /// <summary>The arguments of <c>--from</c>; empty for a scan of a cluster.</summary>
    /// <exception cref="UsageException">Flags that contradict each other.</exception>
    public IReadOnlyList<string> Read(ParseResult parsed)
    {
        var from = parsed.GetValue(_from) ?? [];
        if (from.Length == 0)
            return IsStrict(parsed) ? throw new UsageException("--strict needs --from: a scan of a cluster is always strict about what is missing") : from;
        return Companions.Stranger(parsed, s_companions) is not { } stranger
            ? from
            : throw new UsageException($"{stranger} has no place beside --from: no cluster is contacted, and nothing is probed. Leave one of them out");
    }

    /// <summary>Reads the input, scans it and writes the result; the exit code.</summary>
    /// <param name="from">As of <see cref="Read"/>.</param>
    /// <param name="scan">Given the input, when its reading began and how long it took.</param>
    /// <exception cref="UsageException">A file is not there or cannot be read.</exception>
    public static int Run(
        IReadOnlyList<string> from,
        CliHost host,
        ResultOutputs outputs,
        Severity? failOn,
        Func<OfflineInput, DateTimeOffset, TimeSpan, ScanResult> scan,
        CancellationToken cancellationToken)
    {
        var (startedAt, start) = (host.Time.GetUtcNow(), host.Time.GetTimestamp());
        var input = OfflineReader.Read(from, host.OpenInput, cancellationToken);
        var result = scan(input, startedAt, host.Time.GetElapsedTime(start));
        return outputs.Finish(result, failOn, host.Error);
    }

    private bool IsStrict(ParseResult parsed) => parsed.GetValue(_strict);
}
