using System.Collections.Immutable;
using System.CommandLine;
using Scanner.Accepting;
using Scanner.Core.Posture;
using Scanner.Offline;
using Scanner.Output;
using Scanner.Scanning;

namespace Scanner.Cli;

/// <summary><c>scanner rbac</c>: who can add ephemeral containers.</summary>
internal sealed class RbacCommand(CliHost host)
{
    private const int ReviewsAtOnce = 8;

    private readonly ConnectionFlags _connection = new();
    private readonly OfflineFlags _offline = new();
    private readonly ExceptionFlag _exceptions = new();
    private readonly Option<string[]> _namespace = new("--namespace", "-n") { Description = "Only rights that hold in this namespace, repeatable; all when not given" };
    private readonly Option<string?> _subject = new("--subject")
    {
        Description = "Only this subject and the groups it is in by itself: User:NAME, Group:NAME or ServiceAccount:NAMESPACE/NAME",
    };

    private readonly Option<bool> _verify = new("--verify") { Description = "Have the server confirm each line by an access review, and print any difference" };
    private readonly Option<string[]> _output = new("--output", "-o") { Description = "table, json or yaml; FORMAT=FILE writes to a file, repeatable" };
    private readonly Option<string> _failOn = new("--fail-on")
    {
        Description = "Exit with 1 on findings of this severity or worse: none, info, low, medium, high, critical",
        DefaultValueFactory = _ => "high",
    };

    public Command Build()
    {
        var command = new Command("rbac", "Show who can add ephemeral containers, by which binding and role, and who could come by the right");
        foreach (var option in new Option[] { _namespace, _subject, _verify, _output, _failOn })
            command.Options.Add(option);
        _offline.AddTo(command);
        _exceptions.AddTo(command);
        _connection.AddTo(command);
        command.SetAction((parsed, token) => RunAsync(parsed, token));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var failOn = SeverityFlag.Parse(parsed.GetValue(_failOn)!);
        var subject = parsed.GetValue(_subject) is { } text ? SubjectFlag.Parse(text) : (Core.Facts.Rbac.Subject?)null;
        var verify = parsed.GetValue(_verify);
        var namespaces = (parsed.GetValue(_namespace) ?? []).Select(ScanCommand.NamespaceName).ToImmutableArray();
        var from = _offline.Read(parsed);
        // Most exceptions are about what only a scan finds.
        var exceptions = _exceptions.Read(parsed, seesEverything: false);
        var targets = OutputTargets.Parse(parsed.GetValue(_output) ?? []);
        using var outputs = ResultOutputs.Open(targets, host, new RbacTableWriter(host.Terminal, verify));
        if (from.Count > 0)
        {
            var (startedAt, start) = (host.Time.GetUtcNow(), host.Time.GetTimestamp());
            var input = OfflineReader.Read(from, host.OpenInput, cancellationToken);
            var told = OfflineScan.RunRbac(input, namespaces, subject, exceptions, startedAt, host.Time.GetElapsedTime(start));
            outputs.Write(told);
            return ExitCode.Of(told, failOn, ignoreMissing: !_offline.IsStrict(parsed));
        }

        using var session = await host.Connector.ConnectAsync(_connection.Read(parsed), cancellationToken);
        var reference = new ClusterReference(session.Server, null, session.Context);
        var scan = new RbacScan(session.Client, session.Client.AccessReviews, host.Time);
        var result = await scan.RunAsync(namespaces, subject, verify ? ReviewsAtOnce : null, exceptions, reference, cancellationToken);
        outputs.Write(result);
        return ExitCode.Of(result, failOn);
    }
}
