using System.Diagnostics;
using System.Globalization;

namespace Scanner.Benchmarks;

/// <summary>
/// Writes the names of the functions that a scan, an explanation and a worker call in a simulated cluster. The native compiler lays these
/// functions side by side: <c>src/Scanner/Footprint/called-functions.txt</c>.
/// </summary>
internal static class CalledFunctions
{
    // More pods than a page of a list has, but few, because under callgrind everything takes very long.
    private const int Namespaces = 20;
    private const int Pods = 600;
    private const int Policies = 3;

    private const double PodEvents = 5;
    private static readonly TimeSpan s_churn = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_poll = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(string scanner, string symbols, CancellationToken cancellationToken)
    {
        using var cluster = await SimulatedCluster.StartAsync(Namespaces, Pods, Policies, cancellationToken);
        using var callgrind = await Callgrind.PrepareAsync(scanner, symbols, cancellationToken);
        foreach (var command in Commands())
        {
            Say(string.Join(' ', command), callgrind);
            using var process = callgrind.Start([.. command, "--kubeconfig", cluster.Kubeconfig], _ => { });
            await callgrind.FinishAsync(process, cancellationToken);
            if (process.ExitCode is not (0 or 1))
                throw new InvalidOperationException($"{command[0]} ended with {process.ExitCode}");
        }

        Say("run", callgrind);
        await RunWorkerAsync(callgrind, cluster.Kubeconfig, cancellationToken);
        Say("done", callgrind);
        foreach (var name in callgrind.Called)
            Console.Out.Write(name + "\n");
    }

    private static IEnumerable<string[]> Commands() =>
    [
        ["scan", "--rate-limit", "1000", "-o", "json=/dev/null"],
        ["scan", "--no-probe", "-o", "table", "-o", "yaml=/dev/null"],
        ["explain", RawCluster.Namespace(0)],
        ["explain", "ES102"],
    ];

    private static async Task RunWorkerAsync(Callgrind callgrind, string kubeconfig, CancellationToken cancellationToken)
    {
        var (health, web) = (WorkerFootprint.FreePort(), WorkerFootprint.FreePort());
        var scanned = new TaskCompletionSource();
        string[] arguments =
        [
            "run", "--kubeconfig", kubeconfig, "--listen", Address(health), "--web-listen", Address(web), "--rate-limit", "1000",
        ];
        using var process = callgrind.Start(arguments, line =>
        {
            if (line.Contains("Full scan", StringComparison.Ordinal) && line.Contains(" after ", StringComparison.Ordinal))
                scanned.TrySetResult();
        });
        using var http = new HttpClient();
        while (!scanned.Task.IsCompleted || !await WorkerFootprint.IsReadyAsync(http, new Uri($"http://{Address(health)}/readyz"), cancellationToken))
        {
            if (process.HasExited)
                throw new InvalidOperationException($"run ended with {process.ExitCode}");
            await Task.Delay(s_poll, TimeProvider.System, cancellationToken);
        }

        await PodChurn.RunAsync(kubeconfig, PodEvents, s_churn, cancellationToken);
        foreach (var page in new[] { $"{Address(health)}/metrics", $"{Address(health)}/healthz", $"{Address(web)}/api/v1/posture" })
            await http.GetByteArrayAsync(new Uri("http://" + page), cancellationToken);
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await callgrind.FinishAsync(process, cancellationToken);
    }

    private static string Address(int port) => $"127.0.0.1:{port}";

    private static void Say(string what, Callgrind callgrind) => Console.Error.WriteLine($"{callgrind.Called.Count} functions so far; {what}");
}
