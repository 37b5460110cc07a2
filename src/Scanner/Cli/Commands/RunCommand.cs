using System.Collections.Immutable;
using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Scanner.Cli.Flags;
using Scanner.Core;
using Scanner.Publishing.Web;
using Scanner.Reports;
using Scanner.Usage;
using Scanner.Worker;
using Scanner.Worker.Settings;
using Scanner.Worker.Web;

namespace Scanner.Cli.Commands;

/// <summary><c>scanner run</c>: the worker, until it is told to stop.</summary>
internal sealed class RunCommand(CliHost host)
{
    private readonly ConnectionFlags _connection = new(withRateLimit: false);
    private readonly NamespaceFlags _namespaces = new();
    private readonly Option<string?> _config = new("--config") { Description = "Configuration file, YAML or JSON", HelpName = "FILE" };

    // By the key of the configuration that each one overrides.
    private readonly Dictionary<string, Option<string?>> _settings = new()
    {
        ["listen"] = new("--listen") { HelpName = "ADDRESS:PORT", Description = "ADDRESS:PORT of /metrics, /healthz and /readyz (default 0.0.0.0:8080)" },
        ["webListen"] = new("--web-listen")
        {
            HelpName = "ADDRESS:PORT",
            Description = "ADDRESS:PORT of /api/v1/posture (default 127.0.0.1:8081); elsewhere than on loopback it asks for a bearer token",
        },
        ["schedule:cron"] = new("--schedule")
        {
            HelpName = "CRON",
            Description = "When full scans begin: Quartz cron, UTC; H stands for a number of this installation (default \"H H/30 * * * ?\")",
        },
        ["leaderElection:enabled"] = new("--leader-election") { Description = "true or false: of several replicas one probes (default: true in a cluster, false elsewhere)", HelpName = "BOOL" },
        ["events"] = new("--events") { Description = "true or false: write an Event when a namespace changes its verdict (default: true in a cluster, false elsewhere)", HelpName = "BOOL" },
        ["reports:api"] = new("--reports")
        {
            HelpName = "API",
            Description = "Reports to write: auto, wgpolicyk8s, openreports or none (default: auto in a cluster, as its CRDs are; none elsewhere)",
        },
        ["namespaceSelector"] = new("--selector", "-l") { HelpName = "SELECTOR", Description = "Label selector on namespaces, as kubectl's" },
        ["probe:profiles"] = new("--profiles") { HelpName = "PROFILES", Description = "Profiles to probe, separated by commas" },
        ["probe:targetsPerNamespace"] = new("--targets-per-namespace") { HelpName = "NUMBER", Description = "Most pods to probe in a namespace (1 to 100, default 3)" },
        ["probe:concurrency"] = new("--concurrency") { HelpName = "NUMBER", Description = "Namespaces probed at once (1 to 64, default 8)" },
        ["rateLimit"] = new("--rate-limit") { HelpName = "NUMBER", Description = "Most requests a second, fewer as the server slows (0.1 to 1000, default 200)" },
    };

    public Command Build()
    {
        var command = new Command("run", "Watch a cluster and keep the answer up to date: the worker of an installation");
        command.Options.Add(_config);
        foreach (var option in _settings.Values)
            command.Options.Add(option);
        _namespaces.AddTo(command);
        _connection.AddTo(command);
        command.SetAction((parsed, token) => RunAsync(parsed, token));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var environment = SettingsSource.EnvironmentOfThisProcess();
        var flags = Flags(parsed);
        var source = new SettingsSource(parsed.GetValue(_config), environment, flags) { InPod = environment.ContainsKey("KUBERNETES_SERVICE_HOST") };
        var settings = source.Read(out var errors);
        if (!errors.IsEmpty)
            throw new UsageException(string.Join("\nscanner: ", errors.Select(e => ByFlag(e, flags))));
        CheckAddress("--listen", settings.Listen);
        CheckAddress("--web-listen", settings.WebListen);
        var connection = _connection.Read(parsed) with
        {
            RateLimit = settings.RateLimit,
            TokenReviews = settings.AsksForTokens,
            Events = settings.Events,
            EmptyPatches = true,
            Reports = settings.Reports != ReportChoice.None,
        };
        using var session = await host.Connector.ConnectAsync(connection, cancellationToken);
        var app = WorkerHost.Build(session, settings, source, host.Time, logging => WorkerLogs.Add(logging, settings));
        await using (app)
        {
            try
            {
                await app.StartAsync(cancellationToken);
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                throw CannotListen("--listen or --web-listen", $"{settings.Listen} or {settings.WebListen}", e);
            }

            var worker = app.Services.GetRequiredService<WorkerService>();
            TellAddresses(app, settings);
            await Task.WhenAny(worker.ExecuteTask!, Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken));
            await app.StopAsync(CancellationToken.None);
            // Whatever ended it but a signal is a fault, and is to be seen as one.
            await worker.ExecuteTask!;
            return ExitCode.Success;
        }
    }

    private static void TellAddresses(WebApplication app, WorkerSettings settings)
    {
        var log = app.Services.GetRequiredService<ILogger<WorkerService>>();
        log.Listening(app.Urls.First());
        log.ServingPosture(app.Urls.Last() + PostureServices.Path, settings.AsksForTokens ? "with a bearer token" : "for whoever can reach loopback here");
    }

    // The web server would log an address in use with two stack traces before it says so.
    private static void CheckAddress(string flag, IPEndPoint address)
    {
        try
        {
            using var listener = new TcpListener(address);
            listener.Start();
        }
        catch (SocketException e)
        {
            throw CannotListen(flag, address.ToString(), e);
        }
    }

    private static UsageException CannotListen(string flag, string address, Exception e) =>
        new($"{flag} {address}: cannot listen there: {PlainText.OneLine(e.Message)}; give another ADDRESS:PORT", e);

    // A mistake in a flag is told by the name of the flag, not by that of the setting behind it.
    private string ByFlag(string error, ImmutableDictionary<string, string> flags)
    {
        foreach (var (key, option) in _settings.Where(s => flags.ContainsKey(s.Key)))
        {
            var setting = key.Replace(':', '.') + ": ";
            if (error.StartsWith(setting, StringComparison.Ordinal))
                return $"{option.Name}: {error[setting.Length..]}";
        }

        return error;
    }

    private ImmutableDictionary<string, string> Flags(ParseResult parsed)
    {
        var flags = _settings
            .Where(s => parsed.GetResult(s.Value) is { Implicit: false })
            .ToImmutableDictionary(s => s.Key, s => parsed.GetValue(s.Value) ?? "");
        return _namespaces.Given(parsed) is { } names ? flags.SetItem("namespaces", string.Join(',', names)) : flags;
    }
}
