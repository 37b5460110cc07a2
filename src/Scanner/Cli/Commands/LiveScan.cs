using System.Collections.Immutable;
using System.CommandLine;
using Scanner.Cli.Flags;
using Scanner.Core;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Core.Posture;
using Scanner.Footprint;
using Scanner.Probing;
using Scanner.Reports;
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
        ScanResult? result = null;
        await RunAsync(parsed, options, null, cancellationToken, found =>
        {
            result = found;
            return ExitCode.Success;
        });
        return result!;
    }

    /// <summary>Scans, shows the result, and writes it into reports where that is wanted; the exit code.</summary>
    /// <param name="publish">As of <see cref="PublishFlags.Read"/>.</param>
    /// <param name="show">Shows the result; the exit code of that.</param>
    /// <exception cref="UsageException">Reports cannot be written, which is found out before the scan.</exception>
    public async Task<int> RunAsync(ParseResult parsed, ScanOptions options, bool? publish, CancellationToken cancellationToken, Func<ScanResult, int> show)
    {
        var settings = Connection(parsed) with { Reports = publish is not null };
        var probeSettings = _identity.Read(parsed, settings);
        using var session = await host.Connector.ConnectAsync(settings, cancellationToken);
        using var other = probeSettings is null ? null : await host.Connector.ConnectAsync(probeSettings, cancellationToken);
        var publication = publish is { } force ? await ReportPublication.PrepareAsync(session.Client, host.Time, force, cancellationToken) : null;
        var scan = new ClusterScan(session.Client, (other ?? session).Client.DryRun, host.Time)
        {
            RequestsBeside = () => other?.Client.RequestsSent ?? 0,
            Earlier = publication?.Earlier ?? ImmutableDictionary<string, Verdict>.Empty,
            Tidy = ProgramPages.Release,
        };
        var reference = new ClusterReference(session.Server, null, session.Context);
        var result = await ScanProgressView.RunAsync(host, progress => scan.RunAsync(options, reference, progress, cancellationToken));
        var code = show(result);
        if (publication is null || await publication.WriteAsync(result, options.SeesEverything, cancellationToken) is not { } problem)
            return code;
        host.Error.WriteLine($"scanner: {PlainText.OneLine(problem)}");
        return code == ExitCode.Success ? ExitCode.Incomplete : code;
    }
}
