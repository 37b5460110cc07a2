using System.CommandLine;
using Scanner.ApiServer.Lists;
using Scanner.Cli.Flags;
using Scanner.Core;
using Scanner.Probing;
using Scanner.Publishing.Terminal;
using Scanner.Remote;
using Scanner.Scans;
using Scanner.Usage;

namespace Scanner.Cli.Commands;

/// <summary><c>scanner scan</c>: one scan, then exit.</summary>
internal sealed class ScanCommand(CliHost host)
{
    private readonly LiveScan _live = new(host);
    private readonly ProbeFlags _probing = new();
    private readonly ResultFlags _results = new();
    private readonly OfflineFlags _offline = new();
    private readonly UrlFlags _url = new();
    private readonly PublishFlags _publish = new();
    private readonly ExceptionFlag _exceptions = new(host);
    private readonly AllFlag _all = new();
    private readonly NamespaceFlags _namespaces = new();
    private readonly Option<string?> _selector = new("--selector", "-l") { Description = "Label selector on namespaces, as kubectl's", HelpName = "SELECTOR" };
    private readonly Option<bool> _noProbe = new("--no-probe") { Description = "List only: no dry runs, every verdict is Unknown" };

    private readonly Option<int> _targets = new("--targets-per-namespace")
    {
        Description = "Most pods to probe in a namespace (1 to 100)",
        HelpName = "NUMBER",
        DefaultValueFactory = _ => ScanOptions.DefaultTargets,
    };

    private readonly Option<int> _concurrency = new("--concurrency")
    {
        Description = "Probes at once (1 to 64)",
        HelpName = "NUMBER",
        DefaultValueFactory = _ => 8,
    };

    public Command Build()
    {
        var command = new Command("scan", "Scan a cluster once: what ephemeral containers would be admitted where, and which exist");
        foreach (var option in new Option[] { _selector, _noProbe, _targets, _concurrency })
            command.Options.Add(option);
        _namespaces.AddTo(command);
        _offline.AddTo(command);
        _url.AddTo(command);
        _exceptions.AddTo(command);
        _publish.AddTo(command);
        _results.AddTo(command);
        _all.AddTo(command);
        _probing.AddTo(command);
        _live.AddTo(command);
        command.SetAction((parsed, token) => RunAsync(parsed, token));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var failOn = _results.FailOn(parsed);
        var options = Options(parsed);
        var from = _offline.Read(parsed);
        if (_url.Read(parsed, () => _live.Connection(parsed).Connection) is { } request)
            return await FetchAsync(parsed, request, failOn, cancellationToken);
        var publish = _publish.Read(parsed, options.Probe);
        options = options with { Exceptions = _exceptions.Read(parsed, from.Count == 0 && options.SeesEverything, from) };
        var view = _all.Read(parsed, failOn);
        using var outputs = _results.Open(parsed, host, terminal => new TableResultWriter(terminal, host.Time, view, ExitCode.Of));
        if (from.Count > 0)
            return OfflineFlags.Run(from, host, outputs, failOn, (input, at, took) => OfflineScan.Run(input, options, at, took), cancellationToken);
        return await _live.RunAsync(parsed, options, publish, cancellationToken, result => outputs.Finish(result, failOn, host.Error));
    }

    // Told as somebody is told who runs the worker.
    private async Task<int> FetchAsync(ParseResult parsed, PostureRequest request, Severity? failOn, CancellationToken cancellationToken)
    {
        var view = _all.Read(parsed, failOn).OfWorker();
        using var outputs = _results.Open(parsed, host, terminal => new TableResultWriter(terminal, host.Time, view, ExitCode.Of));
        var fetched = await PostureFetcher.FetchAsync(request, host.Time, cancellationToken);
        if (fetched is not FetchedPosture.Ok ok)
        {
            host.Error.WriteLine($"scanner: {request}: {((FetchedPosture.Failed)fetched).Message}");
            return ExitCode.Incomplete;
        }

        var code = outputs.Finish(ok.Result, failOn, host.Error);
        if (ok.Notice is { } notice)
            host.Error.WriteLine($"scanner: {notice}");
        return code;
    }

    private ScanOptions Options(ParseResult parsed)
    {
        var selector = parsed.GetValue(_selector);
        if (selector is not null && string.IsNullOrWhiteSpace(selector))
            throw new UsageException("--selector is empty: give labels such as team=payments");
        if (selector is not null && LabelSelectorSyntax.Problem(selector) is { } problem)
            throw new UsageException($"--selector {selector} {problem}: give labels such as team=payments,env!=test");
        return _probing.Read(parsed) with
        {
            Namespaces = _namespaces.Read(parsed),
            NamespaceSelector = selector,
            Probe = !parsed.GetValue(_noProbe),
            TargetsPerNamespace = InRange("--targets-per-namespace", parsed.GetValue(_targets), 100),
            Concurrency = InRange("--concurrency", parsed.GetValue(_concurrency), 64),
        };
    }

    private static int InRange(string flag, int value, int most) =>
        value >= 1 && value <= most ? value : throw new UsageException($"{flag} {value}: give a number from 1 to {most}");
}
