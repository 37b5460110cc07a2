using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Scanner.ApiServer.Connections.Kubeconfigs;
using Scanner.Core.Admission.Verdicts;
using Scanner.Publishing.Board;
using Scanner.Sessions;
using Scanner.Worker;
using Scanner.Worker.Probes;
using Scanner.Worker.Settings;

namespace Scanner.Benchmarks;

/// <summary>From the write of a namespace's label to the snapshot that shows its new verdict, once for each of many namespaces.</summary>
internal static class RelabelLatency
{
    private const string Label = "pod-security.kubernetes.io/enforce";

    public static async Task RunAsync(string kubeconfig, int changes, double rateLimit, CancellationToken cancellationToken)
    {
        using var raw = RawCluster.Open(kubeconfig);
        var settings = new ConnectionSettings(new ConnectionOptions { Kubeconfig = kubeconfig }, rateLimit);
        using var session = await new KubeconfigConnector(TimeProvider.System).ConnectAsync(settings, cancellationToken);
        var source = new SettingsSource(null, ImmutableDictionary<string, string>.Empty, ImmutableDictionary<string, string>.Empty);
        var worker = new WorkerSettings { Listen = new IPEndPoint(IPAddress.Loopback, 0), WebListen = new IPEndPoint(IPAddress.Loopback, 0), LeaderElection = false };
        var app = WorkerHost.Build(session, worker, source, TimeProvider.System, _ => { });
        await using (app)
        {
            await app.StartAsync(cancellationToken);
            var board = app.Services.GetRequiredService<PostureBoard>();
            var first = await board.WhenAsync(s => s.FullScans.LastResult is not null, cancellationToken);
            Console.WriteLine($"first full scan: {first.Scan.Namespaces.Length} namespaces in {first.FullScans.LastDuration.TotalSeconds:0.0} s, {first.Scan.Requests} requests");
            var open = first.Scan.Namespaces.Where(n => n.Verdict == Verdict.Unprotected).Take(changes).Select(n => n.Name).ToList();
            var before = session.Client.RequestsSent;
            var times = new List<double>();
            foreach (var ns in open)
                times.Add(await ChangeAsync(raw, board, ns, cancellationToken));
            Print(times);
            Console.WriteLine($"requests meanwhile: {session.Client.RequestsSent - before}");
            await app.StopAsync(cancellationToken);
            foreach (var ns in open)
                await raw.LabelNamespaceAsync(ns, Label, null, cancellationToken);
        }
    }

    private static async Task<double> ChangeAsync(RawCluster raw, PostureBoard board, string ns, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        await raw.LabelNamespaceAsync(ns, Label, "baseline", cancellationToken);
        await board.WhenAsync(s => s.Scan.Namespaces.Any(n => n.Name == ns && n.Verdict == Verdict.Protected), cancellationToken);
        return clock.Elapsed.TotalMilliseconds;
    }

    private static void Print(List<double> times)
    {
        times.Sort();
        double At(double share) => times[Math.Min(times.Count - 1, (int)(times.Count * share))];
        Console.WriteLine($"{times.Count} changes, ms from the write to the snapshot: p50 {At(0.5):0}, p90 {At(0.9):0}, p99 {At(0.99):0}, worst {times[^1]:0}");
    }
}
