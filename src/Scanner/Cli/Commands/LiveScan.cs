using System.CommandLine;
using Scanner.Cli.Flags;
using Scanner.Core.Cluster;
using Scanner.Core.Posture;
using Scanner.Probing;
using Scanner.Scans;
using Scanner.Sessions;

namespace Scanner.Cli.Commands;

/// <summary>Connects as flags say, for lists and perhaps another time for probes, and scans.</summary>
internal sealed class LiveScan(CliHost host)
{
    private readonly ConnectionFlags _connection = new();
    private readonly ProbeIdentityFlags _identity = new();

    public void AddTo(Command command)
    {
        _identity.AddTo(command);
        _connection.AddTo(command);
    }

    public ConnectionSettings Connection(ParseResult parsed) => _connection.Read(parsed);

    public async Task<ScanResult> RunAsync(ParseResult parsed, ScanOptions options, CancellationToken cancellationToken)
    {
        var settings = Connection(parsed);
        var probeSettings = _identity.Read(parsed, settings);
        using var session = await host.Connector.ConnectAsync(settings, cancellationToken);
        using var other = probeSettings is null ? null : await host.Connector.ConnectAsync(probeSettings, cancellationToken);
        var scan = new ClusterScan(session.Client, (other ?? session).Client.DryRun, host.Time) { RequestsBeside = () => other?.Client.RequestsSent ?? 0 };
        var reference = new ClusterReference(session.Server, null, session.Context);
        return await ScanProgressView.RunAsync(host, progress => scan.RunAsync(options, reference, progress, cancellationToken));
    }
}
