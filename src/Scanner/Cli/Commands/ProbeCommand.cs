using System.CommandLine;
using Scanner.Cli.Flags;
using Scanner.Core;
using Scanner.Core.Cluster;
using Scanner.Publishing.Terminal;
using Scanner.Scans;
using Scanner.Usage;

namespace Scanner.Cli.Commands;

/// <summary><c>scanner probe NAMESPACE[/POD]</c>: one namespace or pod, explained.</summary>
internal sealed class ProbeCommand(CliHost host)
{
    private readonly ConnectionFlags _connection = new();
    private readonly ProbeFlags _probing = new();
    private readonly ResultFlags _results = new();
    private readonly ExceptionFlag _exceptions = new();
    private readonly Argument<string> _target = new("NAMESPACE[/POD]") { Description = "Namespace to probe, or one pod of it" };

    public Command Build()
    {
        var command = new Command("probe", "Probe one namespace or pod and show request, answer, who answered, and the fix");
        command.Arguments.Add(_target);
        _results.AddTo(command);
        _probing.AddTo(command);
        _exceptions.AddTo(command);
        _connection.AddTo(command);
        command.SetAction((parsed, token) => RunAsync(parsed, token));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var failOn = _results.FailOn(parsed);
        var (ns, pod) = Target(parsed.GetValue(_target)!);
        var options = _probing.Read(parsed) with
        {
            Namespaces = [ns],
            Pod = pod,
            NamespacesOnly = true,
            Exceptions = _exceptions.Read(parsed, seesEverything: false),
        };
        using var outputs = _results.Open(parsed, host, new ProbeResultWriter(options.ProbeImage));
        using var session = await host.Connector.ConnectAsync(_connection.Read(parsed), cancellationToken);
        var reference = new ClusterReference(session.Server, null, session.Context);
        var scan = new ClusterScan(session.Client, session.Client.DryRun, host.Time);
        var result = await ScanProgressView.RunAsync(host, progress => scan.RunAsync(options, reference, progress, cancellationToken));
        return outputs.Finish(result, failOn, host.Error);
    }

    private static (string Namespace, string? Pod) Target(string text)
    {
        var parts = text.Split('/', 2);
        var ns = ScanCommand.NamespaceName(parts[0]);
        if (parts.Length == 1)
            return (ns, null);
        return DnsName.IsSubdomain(parts[1])
            ? (ns, parts[1])
            : throw new UsageException($"'{parts[1]}' is not a pod's name: give NAMESPACE/POD, as in payments/web-0");
    }
}
