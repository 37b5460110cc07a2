using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Scanner.ApiServer.Connections.Kubeconfigs;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Posture;
using Scanner.Publishing.Board;
using Scanner.Sessions;
using Scanner.Worker;
using Scanner.Worker.Settings;

namespace Scanner.Benchmarks;

/// <summary>
/// A worker from its start on: when every namespace has a first verdict, and how long it takes from the write of a namespace's label to
/// the snapshot that shows its new verdict, during a full scan and after it.
/// </summary>
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
            var clock = Stopwatch.StartNew();
            await app.StartAsync(cancellationToken);
            var board = app.Services.GetRequiredService<PostureBoard>();
            var first = await board.WhenAsync(IsComplete, cancellationToken);
            Console.WriteLine($"first verdicts of {first.Scan.Namespaces.Length} namespaces {clock.Elapsed.TotalSeconds:0.0} s after the start, {first.Scan.Requests} requests");

            var open = new Queue<string>(first.Scan.Namespaces.Where(n => n.Verdict == Verdict.Unprotected).Select(n => n.Name));
            var changed = new List<string>();
            var times = new List<double>();
            while (board.Current!.FullScans.LastResult is null && times.Count < changes && open.TryDequeue(out var ns))
                times.Add(await ChangeAsync(raw, board, ns, changed, cancellationToken));
            Print(times, "during the first full scan");
            var full = await board.WhenAsync(s => s.FullScans.LastResult is not null, cancellationToken);
            Console.WriteLine($"first full scan: {full.FullScans.LastDuration.TotalSeconds:0.0} s, {full.Scan.Requests} requests");

            var before = session.Client.RequestsSent;
            times.Clear();
            while (times.Count < changes && open.TryDequeue(out var ns))
                times.Add(await ChangeAsync(raw, board, ns, changed, cancellationToken));
            Print(times, "after it");
            Console.WriteLine($"requests meanwhile: {session.Client.RequestsSent - before}");
            await app.StopAsync(cancellationToken);
            foreach (var ns in changed)
                await raw.LabelNamespaceAsync(ns, Label, null, cancellationToken);
        }
    }

    private static bool IsComplete(PostureSnapshot snapshot) =>
        snapshot.Scan.Namespaces.Length > 0 && snapshot.Scan.Namespaces.All(n => n.UnknownBecause != UnknownReason.NotYetProbed);

    private static async Task<double> ChangeAsync(RawCluster raw, PostureBoard board, string ns, List<string> changed, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        await raw.LabelNamespaceAsync(ns, Label, "baseline", cancellationToken);
        changed.Add(ns);
        await board.WhenAsync(s => s.Scan.Namespaces.Any(n => n.Name == ns && n.Verdict == Verdict.Protected), cancellationToken);
        return clock.Elapsed.TotalMilliseconds;
    }

    private static void Print(List<double> times, string when)
    {
        times.Sort();
        Console.WriteLine(times.Count == 0
            ? $"no change {when}"
            : $"{times.Count} changes {when}, ms from the write to the snapshot: p50 {At(times, 0.5):0}, p90 {At(times, 0.9):0}, p99 {At(times, 0.99):0}, worst {times[^1]:0}");
    }

    private static double At(List<double> sorted, double share) => sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];
}
